package io.ledgerline.imports;

import io.ledgerline.catalog.api.CatalogCommand.ListProduct;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.imports.Batch.Row;
import io.ledgerline.imports.Batch.Settled;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.process.Outcome.Accepted;
import io.ledgerline.kernel.process.Outcome.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the invoices of one import, batch by batch: lists the products that it meets for the first time, then
 * imports each order and its payment.
 */
final class InvoiceRun {

    /** More distinct products than these are listed again; that changes nothing and takes its time. */
    private static final int MOST_PRODUCTS_REMEMBERED = 100_000;

    private final Lease lease;
    private final ImportCommands commands;
    private final Steps steps;

    /** Products that are listed ({@link Accepted}, whoever did it), or can't be. */
    private final Map<Sku, Outcome> products = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Sku, Outcome> eldest) {
            return size() > MOST_PRODUCTS_REMEMBERED;
        }
    };

    InvoiceRun(Lease lease, ImportCommands commands, Steps steps) {
        this.lease = lease;
        this.commands = commands;
        this.steps = steps;
    }

    /**
     * Returns once each row of the batch is imported or rejected.
     *
     * @param alive called from time to time while it lasts
     * @throws Steps.Stuck if that will never be
     */
    Settled carryOut(Batch batch, Runnable alive) throws InterruptedException {
        Map<Integer, String> rejected = new HashMap<>();
        List<Invoice> invoices = sound(invoices(batch, rejected), rejected);
        invoices = sellable(invoices, listProducts(invoices, alive), rejected);
        Map<Invoice, Supplier<CompletableFuture<Outcome>>> imports = new LinkedHashMap<>();
        invoices.forEach(invoice -> imports.put(invoice, () -> importInvoice(invoice)));
        int orders = 0;
        for (Map.Entry<Invoice, Outcome> entry : steps.take(imports, alive).entrySet()) {
            if (entry.getValue() instanceof Refused refused) {
                reject(entry.getKey(), refused.refusal().code(), rejected);
            } else {
                orders++;
            }
        }
        return new Settled(batch, rejected, orders, 0);
    }

    private static List<Invoice> invoices(Batch batch, Map<Integer, String> rejected) {
        Map<String, List<InvoiceLine>> lines = new LinkedHashMap<>();
        for (Row row : batch.rows()) {
            if (row.reason() != null) {
                rejected.put(row.line(), row.reason());
            } else if (batch.tooLarge().contains(row.invoice())) {
                rejected.put(row.line(), Reason.INVOICE_TOO_LARGE.code());
            } else {
                Reading reading = OnlineRetail.read(row.line(), row.columns());
                if (reading instanceof Reading.Usable usable) {
                    lines.computeIfAbsent(row.invoice(), number -> new ArrayList<>())
                            .add(usable.line());
                } else if (reading instanceof Reading.Unusable unusable) {
                    rejected.put(row.line(), unusable.reason().code());
                }
            }
        }
        List<Invoice> invoices = new ArrayList<>();
        lines.forEach((number, itsLines) -> {
            itsLines.sort(Comparator.comparingInt(InvoiceLine::number));
            invoices.add(new Invoice(number, itsLines));
        });
        return invoices;
    }

    /** Those that make one order each, without the rows that don't belong. */
    private static List<Invoice> sound(List<Invoice> invoices, Map<Integer, String> rejected) {
        List<Invoice> sound = new ArrayList<>();
        for (Invoice invoice : invoices) {
            @Nullable CustomerId customer = invoice.namedCustomer();
            Invoice one = keep(
                    invoice,
                    line -> line.customer() == null || line.customer().equals(customer)
                            ? null
                            : Reason.CUSTOMER_DIFFERS.code(),
                    rejected);
            try {
                one.total();
                sound.add(one);
            } catch (InvalidValue e) {
                reject(one, Reason.AMOUNT_TOO_LARGE.code(), rejected);
            }
        }
        return sound;
    }

    /** Without the rows whose product can't be listed. */
    private static List<Invoice> sellable(
            List<Invoice> invoices, Map<Sku, String> unlisted, Map<Integer, String> rejected) {
        if (unlisted.isEmpty()) {
            return invoices;
        }
        return invoices.stream()
                .map(invoice -> keep(
                        invoice,
                        line -> OnlineRetail.isGoods(line.stockCode()) ? unlisted.get(new Sku(line.stockCode())) : null,
                        rejected))
                .filter(invoice -> !invoice.lines().isEmpty())
                .toList();
    }

    /** @return why products can't be listed */
    private Map<Sku, String> listProducts(List<Invoice> invoices, Runnable alive) throws InterruptedException {
        Map<Sku, Supplier<CompletableFuture<Outcome>>> listings = new LinkedHashMap<>();
        Map<Sku, String> unlisted = new HashMap<>();
        for (Invoice invoice : invoices) {
            invoice.products().forEach((sku, product) -> {
                if (products.get(sku) instanceof Refused refused) {
                    unlisted.put(sku, refused.refusal().code());
                } else if (!products.containsKey(sku)) {
                    listings.putIfAbsent(sku, () -> list(invoice, product));
                }
            });
        }
        steps.take(listings, alive).forEach((sku, outcome) -> {
            products.put(sku, outcome);
            if (outcome instanceof Refused refused) {
                unlisted.put(sku, refused.refusal().code());
            }
        });
        return unlisted;
    }

    private CompletableFuture<Outcome> list(Invoice invoice, ListProduct product) {
        return send(invoice, "product/" + product.sku(), product)
                .thenApply(outcome ->
                        outcome instanceof Refused refused && refused.is("product_exists") ? new Accepted(0) : outcome);
    }

    private CompletableFuture<Outcome> importInvoice(Invoice invoice) {
        return send(invoice, "order", invoice.order())
                .thenCompose(outcome -> outcome instanceof Refused
                        ? CompletableFuture.completedFuture(outcome)
                        : send(invoice, "payment", invoice.payment()).thenApply(paid -> accepted(invoice, paid)));
    }

    private CompletableFuture<Outcome> send(Invoice invoice, String step, Object command) {
        return commands.send(lease, "invoice", invoice.number(), invoice.at(), step, command);
    }

    /** The order is in the log and says that this payment covers it: there is no way back. */
    private static Outcome accepted(Invoice invoice, Outcome paid) {
        if (paid instanceof Refused refused) {
            throw new Steps.Stuck("The payment of order %s was refused (%s): %s"
                    .formatted(
                            invoice.number(),
                            refused.refusal().code(),
                            refused.refusal().message()));
        }
        return paid;
    }

    private interface Objection {
        /** @return a stable code; null if there is none */
        @Nullable
        String to(InvoiceLine line);
    }

    private static Invoice keep(Invoice invoice, Objection objection, Map<Integer, String> rejected) {
        return invoice.keeping(line -> {
            @Nullable String reason = objection.to(line);
            if (reason != null) {
                rejected.put(line.number(), reason);
            }
            return reason == null;
        });
    }

    private static void reject(Invoice invoice, String reason, Map<Integer, String> rejected) {
        invoice.lines().forEach(line -> rejected.put(line.number(), reason));
    }
}
