package io.ledgerline.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.imports.Batch.Row;
import io.ledgerline.imports.Batch.Settled;
import io.ledgerline.imports.Reversals.Verdict;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.process.Outcome.Refused;
import io.ledgerline.order.api.Discount;
import io.ledgerline.order.api.OrderCommand.ImportCreditNote;
import io.ledgerline.order.api.OrderCommand.RecordRefund;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentCommand.RequestRefund;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.RefundId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Carries out the credit notes of one import, batch by batch: decides which orders they reverse, then does so. */
final class CreditRun {

    private final Lease lease;
    private final ImportCommands commands;
    private final Steps steps;
    private final CreditNotes creditNotes;
    private final Duration leaseDuration;

    CreditRun(Lease lease, ImportCommands commands, Steps steps, CreditNotes creditNotes, Duration leaseDuration) {
        this.lease = lease;
        this.commands = commands;
        this.steps = steps;
        this.creditNotes = creditNotes;
        this.leaseDuration = leaseDuration;
    }

    /** What of a credit note goes to one order. */
    private record Part(String order, CreditNote note) {

        Money amount() {
            return note.lines().stream()
                    .map(InvoiceLine::amount)
                    .reduce(Money::plus)
                    .orElseThrow();
        }

        PaymentId paymentId() {
            return Invoice.paymentId(order);
        }

        RefundId refundId() {
            byte[] name = (note.number() + "/" + order).getBytes(UTF_8);
            return new RefundId(UUID.nameUUIDFromBytes(name).toString());
        }

        ImportCreditNote command() {
            List<Pieces> returned = new ArrayList<>();
            List<Discount> discounts = new ArrayList<>();
            for (InvoiceLine line : note.lines()) {
                if (OnlineRetail.isGoods(line.stockCode())) {
                    returned.add(new Pieces(new Sku(line.stockCode()), line.quantity()));
                } else {
                    discounts.add(new Discount(
                            line.amount(), Objects.requireNonNullElse(line.description(), line.stockCode())));
                }
            }
            return new ImportCreditNote(
                    new OrderId(order), note.number(), returned, discounts, paymentId(), refundId(), amount());
        }

        RequestRefund refund() {
            return new RequestRefund(paymentId(), refundId(), amount(), ImportCreditNote.REASON);
        }

        RecordRefund refunded() {
            return new RecordRefund(new OrderId(order), paymentId(), refundId(), amount());
        }
    }

    /**
     * Returns once each row of the batch is imported or rejected.
     *
     * @param alive called from time to time while it lasts
     * @throws Steps.Stuck if that will never be
     */
    Settled carryOut(Batch batch, Runnable alive) throws InterruptedException {
        Map<Integer, String> rejected = new HashMap<>();
        Map<String, List<Row>> reversing = new LinkedHashMap<>();
        for (Row row : decided(batch)) {
            if (row.reverses() == null) {
                rejected.put(row.line(), Objects.requireNonNull(row.reason(), "no row is left undecided"));
            } else {
                reversing
                        .computeIfAbsent(row.reverses(), order -> new ArrayList<>())
                        .add(row);
            }
        }
        List<Part> parts = new ArrayList<>();
        reversing.forEach((order, rows) -> notes(rows).forEach(note -> parts.add(new Part(order, note))));
        Set<String> imported = new HashSet<>();
        takeOff(parts, alive).forEach((part, outcome) -> {
            if (outcome instanceof Refused refused) {
                String code = refused.refusal().code();
                part.note().lines().forEach(line -> rejected.put(line.number(), code));
            } else {
                imported.add(part.note().number());
            }
        });
        return new Settled(batch, rejected, 0, imported.size());
    }

    /** With the order that each row reverses, or the reason why it reverses none. */
    private List<Row> decided(Batch batch) {
        Map<Integer, Verdict> verdicts = verdicts(batch);
        creditNotes.decide(lease, verdicts, leaseDuration);
        return batch.rows().stream()
                .map(row -> verdicts.containsKey(row.line()) ? row.with(verdicts.get(row.line())) : row)
                .toList();
    }

    /** By line, of those that were not decided about by a run that didn't live to their end. */
    private Map<Integer, Verdict> verdicts(Batch batch) {
        List<CreditNote> notes = notes(batch.rows().stream()
                .filter(row -> row.reason() == null && row.reverses() == null)
                .toList());
        Set<String> known = creditNotes.broughtByOthers(lease, collect(notes, CreditNote::number));
        Map<Integer, Verdict> verdicts = new HashMap<>();
        List<CreditNote> open = new ArrayList<>();
        for (CreditNote note : notes) {
            if (batch.tooLarge().contains(note.number())) {
                reject(note, Reason.INVOICE_TOO_LARGE, verdicts);
            } else if (known.contains(note.number())) {
                reject(note, Reason.CREDIT_NOTE_EXISTS, verdicts);
            } else {
                open.add(note);
            }
        }
        Set<String> stockCodes = open.stream()
                .flatMap(note -> note.lines().stream())
                .map(InvoiceLine::stockCode)
                .collect(Collectors.toSet());
        Reversals reversals = new Reversals(creditNotes.ordersOf(collect(open, CreditNote::customer), stockCodes));
        open.forEach(note -> verdicts.putAll(reversals.of(note)));
        return verdicts;
    }

    /** One for each number and customer, in the order in which they were written. */
    private static List<CreditNote> notes(List<Row> rows) {
        Map<List<Object>, List<InvoiceLine>> lines = new LinkedHashMap<>();
        rows.stream().sorted(Comparator.comparingInt(Row::line)).forEach(row -> {
            if (OnlineRetail.read(row.line(), row.columns()) instanceof Reading.Credit credit) {
                lines.computeIfAbsent(
                                List.of(credit.line().invoice(), credit.line().customer()), note -> new ArrayList<>())
                        .add(credit.line());
            }
        });
        return lines.values().stream()
                .map(itsLines -> new CreditNote(itsLines.get(0).invoice(), itsLines))
                .sorted(Comparator.comparing(CreditNote::at))
                .toList();
    }

    private static <T> Set<T> collect(List<CreditNote> notes, Function<CreditNote, T> value) {
        return notes.stream().map(value).collect(Collectors.toSet());
    }

    private static void reject(CreditNote note, Reason reason, Map<Integer, Verdict> verdicts) {
        note.lines().forEach(line -> verdicts.put(line.number(), new Verdict.Rejected(reason)));
    }

    /** Those of one order one after the other, as they were written: an order's times don't go back. */
    private Map<Part, Outcome> takeOff(List<Part> parts, Runnable alive) throws InterruptedException {
        Map<Part, Outcome> outcomes = new LinkedHashMap<>();
        List<Part> open = new ArrayList<>(parts);
        while (!open.isEmpty()) {
            Map<String, Part> firsts = new LinkedHashMap<>();
            open.forEach(part -> firsts.putIfAbsent(part.order(), part));
            Map<Part, Supplier<CompletableFuture<Outcome>>> round = new LinkedHashMap<>();
            firsts.values().forEach(part -> round.put(part, () -> takeOff(part)));
            outcomes.putAll(steps.take(round, alive));
            open.removeAll(round.keySet());
        }
        return outcomes;
    }

    /**
     * The order's own process asks for the refund and records it, too, under the same ids; sent from here it is done
     * before the import ends. If the payment says no, the order comes to know that from its process.
     */
    private CompletableFuture<Outcome> takeOff(Part part) {
        String step = part.order();
        return send(part, step, part.command()).thenCompose(taken -> {
            if (taken instanceof Refused) {
                return CompletableFuture.completedFuture(taken);
            }
            return send(part, step + "/request-refund", part.refund())
                    .thenCompose(refund -> refund instanceof Refused
                            ? CompletableFuture.completedFuture(taken)
                            : send(part, step + "/request-refund/record-refund", part.refunded()));
        });
    }

    private CompletableFuture<Outcome> send(Part part, String step, Object command) {
        return commands.send(
                lease, "credit note", part.note().number(), part.note().at(), step, command);
    }
}
