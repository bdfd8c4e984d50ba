package io.ledgerline.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Orders as they go in a shop, each led through its life over HTTP: the program itself writes the events of all of them. */
final class Lives {

    private static final String PATIENTLY = "wait=10";
    private static final int AT_ONCE = 8;

    private final Api api;
    private final Shop shop;

    Lives(Api api, Shop shop) {
        this.api = api;
        this.shop = shop;
    }

    /** Returns when all are as they stay. */
    void lead(int orders) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<?>> lives = new ArrayList<>();
            for (int i = 0; i < orders; i++) {
                int number = i;
                lives.add(threads.submit(() -> {
                    lead(number, new SplittableRandom(number));
                    return null;
                }));
            }
            for (Future<?> life : lives) {
                life.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("An order's life went wrong", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Of twenty orders two stay open; most are paid, shipped and delivered; the others are what makes a shop's day. */
    private void lead(int number, SplittableRandom random) throws IOException, InterruptedException {
        String order = "/orders/"
                + step("/orders", shop.order(random)).json().path("id").asString();
        switch (number % 20) {
            case 0, 1 -> move(order, number);
            case 2 -> cancel(order);
            case 3 -> {
                pay(order, "tok_ok");
                cancel(order);
            }
            case 4 -> {
                pay(order, "tok_declined");
                pay(order, "tok_ok");
                deliver(order);
            }
            case 5 -> {
                pay(order, "tok_ok");
                deliver(order);
                giveBack(order);
            }
            case 6, 7 -> {
                change(order);
                step(
                        order + "/discounts",
                        "{\"amount\": {\"amount\": \"0.50\", \"currency\": \"GBP\"}, \"reason\": \"sorry\"}");
                pay(order, "tok_ok");
                deliver(order);
            }
            case 8 -> {
                move(order, number);
                pay(order, "tok_ok");
            }
            default -> {
                pay(order, "tok_ok");
                deliver(order);
            }
        }
    }

    private void move(String order, int number) throws IOException, InterruptedException {
        Api.expect(api.put(order + "/shipping-address", Shop.address(number), "Prefer", PATIENTLY));
    }

    private void cancel(String order) throws IOException, InterruptedException {
        step(order + "/cancellation", "{\"reason\": \"changed my mind\"}");
    }

    private void pay(String order, String token) throws IOException, InterruptedException {
        step(order + "/payments", "{\"method\": {\"type\": \"card\", \"token\": \"%s\"}}".formatted(token));
    }

    private void deliver(String order) throws IOException, InterruptedException {
        step(order + "/shipment", "{\"carrier\": \"Post\"}");
        step(order + "/delivery", "{}");
    }

    private void giveBack(String order) throws IOException, InterruptedException {
        step(
                order + "/returns",
                "{\"lines\": [{\"sku\": \"%s\", \"quantity\": 1}], \"reason\": \"broken\"}".formatted(anItem(order)));
    }

    private void change(String order) throws IOException, InterruptedException {
        Api.expect(api.put(order + "/items/" + anItem(order), "{\"quantity\": 4}", "Prefer", PATIENTLY));
    }

    private String anItem(String order) throws IOException, InterruptedException {
        return Api.expect(api.get(order + "?minVersion=0", "Prefer", PATIENTLY))
                .json()
                .at("/lines/0/sku")
                .asString();
    }

    /** And waits until the order's process has done what follows from it. */
    private Answer step(String path, String json) throws IOException, InterruptedException {
        return Api.expect(api.post(path, json, "Prefer", PATIENTLY));
    }
}
