package io.ledgerline.faults;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One of many who place orders and do with them what can be done, and now and then what can't. What it chooses depends on
 * its random numbers, and on what it sees.
 */
final class Client {

    static final List<String> TOKENS =
            List.of("tok_ok", "tok_declined", "tok_slow", "tok_flaky", "tok_timeout", "tok_lost_answer");

    private final String name;
    private final Random random;
    private final World world;
    private final Front front;
    private final List<Sent> answered = new ArrayList<>();
    private int commands;

    Client(String name, long seed, World world, Front front) {
        this.name = name;
        this.random = new Random(seed);
        this.world = world;
        this.front = front;
    }

    void listProducts() throws InterruptedException {
        for (String sku : world.skus()) {
            front.send(command(Kind.LIST_PRODUCT, "POST", "/products", """
                    {"sku": "%s", "name": "Product %s", "price": %s, "stock": %d}""".formatted(
                            sku, sku, gbp(world.newPrice()), World.STOCK)));
        }
    }

    void doSomething() throws InterruptedException {
        Sent sent = front.send(next());
        if (sent.command().kind() == Kind.PLACE_ORDER && sent.answer().isSuccess()) {
            world.add(sent.answer().json().path("id").asString(), random);
        }
        front.sendAgain(sent);
        answered.add(sent);
        front.sendAgain(answered.get(random.nextInt(answered.size())));
    }

    private Command next() throws InterruptedException {
        int dice = random.nextInt(100);
        if (dice < 4) {
            return command(Kind.CHANGE_PRICE, "PUT", "/products/" + world.sku(random) + "/price", """
                    {"price": %s}""".formatted(
                            gbp(world.newPrice())));
        }
        if (dice < 8) {
            return stock(Kind.RECEIVE_STOCK, 1 + random.nextInt(80));
        }
        if (dice < 10) {
            return stock(Kind.WRITE_OFF_STOCK, -1 - random.nextInt(20));
        }
        Optional<JsonNode> order = dice < 22 ? Optional.empty() : anOrder();
        if (order.isEmpty()) {
            return place();
        }
        return dice < 32 ? anything(order.get()) : sensible(order.get());
    }

    private Optional<JsonNode> anOrder() throws InterruptedException {
        Optional<String> id = world.order(random);
        return id.isPresent() ? front.read("/orders/" + id.get()).map(Answer::json) : Optional.empty();
    }

    private Command sensible(JsonNode order) throws InterruptedException {
        return switch (order.path("status").asString()) {
            case "CONFIRMED" -> chance(60) ? pay(order) : change(order);
            case "PAID" -> chance(65) ? ship(order) : chance(50) ? refund(order) : cancel(order);
            case "PARTIALLY_SHIPPED" -> chance(60) ? ship(order) : takeBack(order);
            case "SHIPPED" -> chance(50) ? deliver(order) : takeBack(order);
            case "DELIVERED" -> chance(50) ? takeBack(order) : refund(order);
            case "PENDING" -> chance(20) ? cancel(order) : place();
            default -> {
                world.forget(order.path("orderId").asString());
                yield place();
            }
        };
    }

    /** Whether it makes sense or not. */
    private Command anything(JsonNode order) throws InterruptedException {
        return switch (random.nextInt(7)) {
            case 0 -> pay(order);
            case 1 -> ship(order);
            case 2 -> deliver(order);
            case 3 -> takeBack(order);
            case 4 -> refund(order);
            case 5 -> cancel(order);
            default -> change(order);
        };
    }

    private Command change(JsonNode order) {
        return switch (random.nextInt(6)) {
            case 0 -> on(order, Kind.ADD_ITEM, "POST", "/items", """
                        {"sku": "%s", "quantity": %d}""".formatted(world.sku(random), quantity()));
            case 1 -> on(order, Kind.CHANGE_QUANTITY, "PUT", "/items/" + aLine(order), """
                        {"quantity": %d}""".formatted(quantity()));
            case 2 -> on(order, Kind.REMOVE_ITEM, "DELETE", "/items/" + aLine(order), null);
            case 3 -> on(order, Kind.DISCOUNT, "POST", "/discounts", """
                        {"amount": %s, "reason": "goodwill"}""".formatted(gbp(upTo(order, "outstanding", 3))));
            case 4 -> on(order, Kind.CHANGE_ADDRESS, "PUT", "/shipping-address", address());
            default -> cancel(order);
        };
    }

    private Command pay(JsonNode order) {
        String amount = chance(70) ? "" : "\"amount\": %s,".formatted(gbp(upTo(order, "outstanding", 1)));
        return on(
                order, Kind.PAY, "POST", "/payments", """
                {%s "method": {"type": "card", "token": "%s"}}""".formatted(amount, TOKENS.get(random.nextInt(TOKENS.size()))));
    }

    private Command ship(JsonNode order) {
        return on(order, Kind.SHIP, "POST", "/shipment", chance(70) ? "{}" : """
                {"lines": [{"sku": "%s", "quantity": 1}]}""".formatted(aLine(order)));
    }

    private Command deliver(JsonNode order) {
        return on(order, Kind.DELIVER, "POST", "/delivery", "{}");
    }

    private Command takeBack(JsonNode order) {
        return on(order, Kind.RETURN, "POST", "/returns", """
                {"lines": [{"sku": "%s", "quantity": %d}], "reason": "broken"}""".formatted(aLine(order), 1 + random.nextInt(2)));
    }

    /** A reason of its own, so that no other cancellation is the same. */
    private Command cancel(JsonNode order) {
        return on(order, Kind.CANCEL, "POST", "/cancellation", """
                {"reason": "changed my mind, %s-%d"}""".formatted(name, commands));
    }

    private Command refund(JsonNode order) throws InterruptedException {
        List<JsonNode> captured = new ArrayList<>();
        front.read("/payments?orderId=" + order.path("orderId").asString())
                .ifPresent(it -> it.json().path("items").forEach(payment -> {
                    if (payment.path("status").asString().matches("CAPTURED|PARTIALLY_REFUNDED")) {
                        captured.add(payment);
                    }
                }));
        if (captured.isEmpty()) {
            return place();
        }
        JsonNode payment = captured.get(random.nextInt(captured.size()));
        return command(
                Kind.REFUND, "POST", "/payments/" + payment.path("paymentId").asString() + "/refunds", """
                {"amount": %s, "reason": "goodwill"}""".formatted(
                                gbp(upTo(payment, "amount", 1))));
    }

    private Command place() {
        List<String> lines = new ArrayList<>();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            lines.add("""
                    {"sku": "%s", "quantity": %d}""".formatted(world.sku(random), chance(3) ? 10_000 : quantity()));
        }
        String id = chance(50) ? "" : "\"orderId\": \"%s-%d\",".formatted(name, commands);
        String charges = chance(70) ? "" : """
                "charges": [{"code": "POST", "description": "Postage", "amount": %s}],""".formatted(gbp("3.95"));
        return command(Kind.PLACE_ORDER, "POST", "/orders", """
                {%s %s "customerId": "customer-%d", "shippingAddress": %s, "lines": [%s]}""".formatted(
                        id, charges, random.nextInt(30), address(), String.join(",", lines)));
    }

    private Command stock(Kind kind, int quantity) {
        return command(kind, "POST", "/products/" + world.sku(random) + "/stock", """
                {"quantity": %d}""".formatted(quantity));
    }

    /** Sometimes only if nobody else has done anything since. */
    private Command on(JsonNode order, Kind kind, String method, String path, @Nullable String body) {
        return new Command(
                nextId(),
                kind,
                method,
                "/orders/" + order.path("orderId").asString() + path,
                body,
                chance(20) ? order.path("version").asString() : null);
    }

    private Command command(Kind kind, String method, String path, String body) {
        return new Command(nextId(), kind, method, path, body, null);
    }

    private String nextId() {
        return name + "-" + commands++;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private int quantity() {
        return 1 + random.nextInt(5);
    }

    private String aLine(JsonNode order) {
        JsonNode lines = order.path("lines");
        return lines.path(random.nextInt(lines.size())).path("sku").asString();
    }

    /** A part of the amount, at least a penny. */
    private String upTo(JsonNode thing, String amount, int parts) {
        BigDecimal most = new BigDecimal(thing.path(amount).path("amount").asString("0"));
        int pence = Math.max(1, most.movePointRight(2).intValue() / parts);
        return BigDecimal.valueOf(1 + random.nextInt(pence), 2).toPlainString();
    }

    private String address() {
        return """
                {"name": "Ada Byron", "line1": "%d St James Square", "city": "London", "postalCode": "SW1Y 4JH",
                 "country": "GB"}""".formatted(1 + random.nextInt(99));
    }

    private static String gbp(String amount) {
        return """
                {"amount": "%s", "currency": "GBP"}""".formatted(amount);
    }
}
