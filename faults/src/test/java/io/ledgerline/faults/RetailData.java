package io.ledgerline.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Invoices as the retailer's files have them, made up: with postage, missing customers, gifts, credit notes and lines that
 * nobody can use. The same seed makes the same but for the first digit of invoices and customers.
 */
final class RetailData {

    private static final int INVOICES = 300;
    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    private final char first;
    private final String csv;

    RetailData(char first, long seed) {
        this.first = first;
        this.csv = csv(new Random(seed));
    }

    private String csv(Random random) {
        StringBuilder csv = new StringBuilder(HEADER);
        List<Line> credited = new ArrayList<>();
        for (int number = 0; number < INVOICES; number++) {
            String invoice = "%c%05d".formatted(first, number);
            String time = "2010-12-%02d %02d:%02d:00".formatted(1 + number / 20, 8 + number % 9, random.nextInt(60));
            if (!credited.isEmpty() && random.nextInt(10) == 0) {
                csv.append(credited.remove(random.nextInt(credited.size())).reversedOn("C" + invoice, time));
                continue;
            }
            String customer = random.nextInt(5) == 0 ? "" : "%c%04d".formatted(first, random.nextInt(100));
            for (int left = 1 + random.nextInt(20); left > 0; left--) {
                Line line = line(random, customer);
                csv.append(line.on(invoice, time));
                if (left == 1) {
                    credited.add(line);
                }
            }
        }
        return csv.toString();
    }

    private static Line line(Random random, String customer) {
        int good = random.nextInt(200);
        return new Line(
                random.nextInt(40) == 0 ? "POST" : "8%04d".formatted(good),
                good,
                (1 + random.nextInt(12)) * (random.nextInt(60) == 0 ? -1 : 1),
                random.nextInt(60) == 0 ? "0" : "%d.%02d".formatted(good % 9, 10 + good % 90),
                customer);
    }

    private record Line(String code, int good, int quantity, String price, String customer) {

        String on(String invoice, String time) {
            return csv(invoice, quantity, time);
        }

        String reversedOn(String creditNote, String time) {
            return csv(creditNote, -quantity, time);
        }

        private String csv(String invoice, int quantity, String time) {
            return "%s,%s,\"GOOD %d, PAINTED\",%d,%s,%s,%s,United Kingdom%n"
                    .formatted(invoice, code, good, quantity, time, price, customer);
        }
    }

    String csv() {
        return csv;
    }

    boolean isOne(String invoice) {
        return invoice.matches("C?" + first + "\\d{5}");
    }

    /** Without what tells it from its twin. */
    String anonymous(String text) {
        return text.replaceAll("\\b(C?)" + first + "(\\d{5})\\b(?!\\.)", "$1#$2")
                .replaceAll("\\b" + first + "(\\d{4})\\b(?!\\.)", "#$1");
    }
}
