package io.ledgerline.faults;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;

/** One order, told and added up again from the log. */
final class OrderHistory {

    enum State {
        PENDING,
        CONFIRMED,
        PARTIALLY_SHIPPED,
        SHIPPED,
        DELIVERED,
        CANCELLED,
        RETURNED
    }

    /** What of the order's payments became, as the order knows it. */
    enum Money {
        UNDER_WAY,
        RECEIVED,
        FAILED
    }

    record Line(String sku, int quantity, int shipped, int returned, BigDecimal unitPrice) {

        Line ship(int pieces) {
            return new Line(sku, quantity, shipped + pieces, returned, unitPrice);
        }

        Line takeBack(int pieces) {
            return new Line(sku, quantity, shipped, returned + pieces, unitPrice);
        }

        BigDecimal kept() {
            return unitPrice.multiply(BigDecimal.valueOf(quantity - returned));
        }
    }

    private final Findings findings;
    private final Map<String, Money> payments = new HashMap<>();
    private final Map<String, BigDecimal> paymentsUnderWay = new HashMap<>();
    private final Map<String, BigDecimal> refunds = new HashMap<>();
    private final Map<String, Map<String, Integer>> returns = new HashMap<>();

    private State state = State.PENDING;
    private boolean imported;
    private List<Line> lines = new ArrayList<>();
    private List<Line> linesBefore = List.of();
    private final TreeMap<Long, List<Line>> linesSince = new TreeMap<>();
    private long deliveredAt = Long.MAX_VALUE;
    private long change = -1;
    private BigDecimal charges = BigDecimal.ZERO;
    private BigDecimal discounts = BigDecimal.ZERO;
    private BigDecimal paid = BigDecimal.ZERO;
    private BigDecimal refunded = BigDecimal.ZERO;
    private long version = -1;

    OrderHistory(Findings findings) {
        this.findings = findings;
    }

    void on(LogEvent event) {
        switch (event.type()) {
            case "order.OrderPlaced" -> begin(event);
            case "order.OrderImported" -> {
                begin(event);
                imported(event);
            }
            case "order.OrderConfirmed" -> {
                mustBe(event, State.PENDING);
                state = State.CONFIRMED;
            }
            case "order.OrderCancelled" -> {
                mustBe(event, State.PENDING, State.CONFIRMED);
                state = State.CANCELLED;
            }
            case "order.ItemAdded" -> {
                pend(event);
                lines.add(line(event.data(), event.number("quantity")));
            }
            case "order.QuantityChanged" -> {
                pend(event);
                findings.same(
                        Law.MONEY,
                        line(event.text("sku")).quantity(),
                        event.number("oldQuantity"),
                        "%s: the old quantity",
                        event);
                replace(line(event.data(), event.number("newQuantity")));
            }
            case "order.ItemRemoved" -> {
                pend(event);
                lines.removeIf(line -> line.sku().equals(event.text("sku")));
            }
            case "order.ChangeConfirmed" -> decide(event);
            case "order.ChangeTakenBack" -> {
                decide(event);
                lines = new ArrayList<>(linesBefore);
            }
            case "order.ShippingAddressChanged" -> mustBe(event, State.PENDING, State.CONFIRMED);
            case "order.DiscountApplied" -> {
                if (imported) {
                    mustBe(event, State.DELIVERED, State.RETURNED);
                } else {
                    mustBe(event, State.CONFIRMED);
                }
                discounts = discounts.add(event.money("amount"));
            }
            case "order.OrderShipped" -> ship(event);
            case "order.OrderDelivered" -> {
                mustBe(event, State.SHIPPED);
                state = State.DELIVERED;
                deliveredAt = event.sequence();
            }
            case "order.ItemsReturned" -> takeBack(event);
            case "order.PaymentStarted" -> startPayment(event);
            case "order.PaymentReceived" -> receive(event);
            case "order.PaymentFailed" -> fail(event);
            case "order.RefundStarted", "order.RefundFailed" -> {}
            case "order.RefundRecorded" -> refund(event);
            default -> throw new IllegalArgumentException("An order that nobody can follow: " + event);
        }
        version = event.sequence();
        if (linesSince.isEmpty() || !linesSince.lastEntry().getValue().equals(lines)) {
            linesSince.put(version, List.copyOf(lines));
        }
        addUp(event);
    }

    private void begin(LogEvent event) {
        findings.check(Law.MONEY, version == -1, "%s: it was there before", event);
        event.data()
                .path("lines")
                .forEach(line -> lines.add(line(line, line.path("quantity").asInt())));
        event.data().path("charges").forEach(it -> charges = charges.add(LogEvent.amount(it.path("amount"))));
    }

    private void imported(LogEvent event) {
        imported = true;
        state = State.DELIVERED;
        lines.replaceAll(line -> line.ship(line.quantity()));
        if (!event.data().path("paymentId").isNull()) {
            payments.put(event.text("paymentId"), Money.RECEIVED);
            paid = event.money("total");
        }
    }

    private static Line line(JsonNode data, int quantity) {
        return new Line(data.path("sku").asString(), quantity, 0, 0, LogEvent.amount(data.path("unitPrice")));
    }

    private void pend(LogEvent event) {
        mustBe(event, State.CONFIRMED);
        state = State.PENDING;
        linesBefore = List.copyOf(lines);
        change = event.sequence();
    }

    private void decide(LogEvent event) {
        mustBe(event, State.PENDING);
        findings.same(Law.MONEY, change, event.data().path("change").asLong(), "%s: the pending change", event);
        state = State.CONFIRMED;
    }

    private void ship(LogEvent event) {
        mustBe(event, State.CONFIRMED, State.PARTIALLY_SHIPPED);
        findings.check(Law.MONEY, outstanding().signum() <= 0, "%s: it isn't paid", event);
        move(event, line -> line.quantity() - line.shipped(), Line::ship);
        boolean complete = lines.stream().allMatch(line -> line.shipped() == line.quantity());
        findings.same(Law.GOODS, complete, event.data().path("complete").asBoolean(), "%s: complete", event);
        state = complete ? State.SHIPPED : State.PARTIALLY_SHIPPED;
    }

    private void takeBack(LogEvent event) {
        mustBe(event, State.PARTIALLY_SHIPPED, State.SHIPPED, State.DELIVERED);
        returns.put(event.text("returnId"), move(event, line -> line.shipped() - line.returned(), Line::takeBack));
        if (event.data().path("complete").asBoolean()) {
            state = State.RETURNED;
        }
    }

    /**
     * Of several lines of one sku, which imported orders may have, the first ones first.
     *
     * @param most pieces of a line that may be moved
     * @return how many of each sku were
     */
    private Map<String, Integer> move(LogEvent event, ToIntFunction<Line> most, BiFunction<Line, Integer, Line> moved) {
        Map<String, Integer> pieces = new HashMap<>();
        event.data()
                .path("lines")
                .forEach(it -> pieces.merge(
                        it.path("sku").asString(), it.path("quantity").asInt(), Integer::sum));
        Map<String, Integer> left = new HashMap<>(pieces);
        lines.replaceAll(line -> {
            int ofThis = Math.min(left.getOrDefault(line.sku(), 0), most.applyAsInt(line));
            left.merge(line.sku(), -ofThis, Integer::sum);
            return moved.apply(line, ofThis);
        });
        left.forEach((sku, tooMany) ->
                findings.check(Law.GOODS, tooMany == 0, "%s: %d pieces of %s too many", event, tooMany, sku));
        return pieces;
    }

    private void startPayment(LogEvent event) {
        mustBe(event, State.CONFIRMED);
        String id = event.text("paymentId");
        findings.check(Law.MONEY, payments.put(id, Money.UNDER_WAY) == null, "%s: it was started before", event);
        paymentsUnderWay.put(id, event.money("amount"));
        BigDecimal asked = paymentsUnderWay.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        findings.check(
                Law.MONEY,
                asked.compareTo(outstanding()) <= 0,
                "%s: %s are asked for, %s are outstanding",
                event,
                asked,
                outstanding());
    }

    private void receive(LogEvent event) {
        String id = event.text("paymentId");
        findings.check(
                Law.MONEY, payments.put(id, Money.RECEIVED) != Money.RECEIVED, "%s: it was received before", event);
        paymentsUnderWay.remove(id);
        paid = paid.add(event.money("amount"));
    }

    private void fail(LogEvent event) {
        String id = event.text("paymentId");
        findings.same(Law.MONEY, Money.UNDER_WAY, payments.put(id, Money.FAILED), "%s: the payment was", event);
        paymentsUnderWay.remove(id);
    }

    private void refund(LogEvent event) {
        String refund = event.text("paymentId") + "/" + event.text("refundId");
        findings.check(Law.MONEY, refunds.put(refund, event.money("amount")) == null, "%s: it went back before", event);
        refunded = refunded.add(event.money("amount"));
        discounts = discounts.add(event.money("discount"));
    }

    /** What an event says of the sums is what they are. */
    private void addUp(LogEvent event) {
        if (event.data().has("total")) {
            findings.same(Law.MONEY, total(), event.money("total"), "%s: the total", event);
        }
        if (event.data().has("outstanding")) {
            findings.same(Law.MONEY, outstanding(), event.money("outstanding"), "%s: outstanding", event);
        }
        findings.check(
                Law.MONEY,
                refunded.compareTo(paid) <= 0 && total().signum() >= 0,
                "%s: paid %s, refunded %s, total %s",
                event,
                paid,
                refunded,
                total());
    }

    private void mustBe(LogEvent event, State... expected) {
        findings.check(Law.MONEY, Set.of(expected).contains(state), "%s: the order was %s", event, state);
    }

    private void replace(Line line) {
        lines.replaceAll(it -> it.sku().equals(line.sku()) ? line : it);
    }

    private Line line(String sku) {
        return lines.stream()
                .filter(it -> it.sku().equals(sku))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The order has no " + sku));
    }

    /** Goods kept + charges − discounts; 0 once cancelled; what is given away beyond that isn't paid out. */
    BigDecimal total() {
        if (state == State.CANCELLED) {
            return BigDecimal.ZERO;
        }
        return lines.stream()
                .map(Line::kept)
                .reduce(charges.subtract(discounts), BigDecimal::add)
                .max(BigDecimal.ZERO);
    }

    BigDecimal outstanding() {
        return total().subtract(paid.subtract(refunded));
    }

    BigDecimal paid() {
        return paid;
    }

    BigDecimal refunded() {
        return refunded;
    }

    BigDecimal discounts() {
        return discounts;
    }

    List<Line> lines() {
        return lines;
    }

    boolean hadAt(long version, String sku, int quantity) {
        Map.Entry<Long, List<Line>> then = linesSince.floorEntry(version);
        return then != null
                && then.getValue().stream().anyMatch(it -> it.sku().equals(sku) && it.quantity() == quantity);
    }

    boolean wasDeliveredAt(long version) {
        return deliveredAt <= version;
    }

    State state() {
        return state;
    }

    /** Something of it may still leave. */
    boolean isOpen() {
        return state == State.PENDING || state == State.CONFIRMED || state == State.PARTIALLY_SHIPPED;
    }

    boolean isImported() {
        return imported;
    }

    boolean isPaymentUnderWay() {
        return !paymentsUnderWay.isEmpty();
    }

    Map<String, Money> payments() {
        return payments;
    }

    /** Amounts by payment and refund. */
    Map<String, BigDecimal> refunds() {
        return refunds;
    }

    /** Pieces of each sku, by return. */
    Map<String, Map<String, Integer>> returns() {
        return returns;
    }

    /** How many of its pieces of a sku are still to be kept for it. */
    int due(String sku) {
        if (imported || state == State.CANCELLED) {
            return 0;
        }
        return lines.stream()
                .filter(it -> it.sku().equals(sku))
                .mapToInt(it -> it.quantity() - it.shipped())
                .sum();
    }

    /** As clients see it. */
    String status() {
        return state == State.CONFIRMED && outstanding().signum() <= 0 ? "PAID" : state.name();
    }

    long version() {
        return version;
    }
}
