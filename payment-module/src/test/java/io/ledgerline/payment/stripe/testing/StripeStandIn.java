package io.ledgerline.payment.stripe.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ledgerline.payment.stripe.testing.StripeAccount.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks as much of Stripe's API as a payment needs: forms, idempotency keys, errors, lists in pages. It can be told to fail
 * in the ways in which a network and a provider do.
 */
public final class StripeStandIn implements AutoCloseable {

    public static final String API_KEY = "sk_test_standin";

    /** How a request goes wrong. */
    public enum Fault {
        /** Fails without effect, and says so; this answer is kept under the request's key. */
        ERROR,
        /** Does what it was asked for, and then says that it failed; kept, too. */
        ERROR_AFTER,
        /** A gateway before it has nothing to say, and no body either. */
        BAD_GATEWAY,
        /** Somebody is already asking under this key. */
        CONFLICT,
        TOO_MANY,
        /** The request never comes through, however often it is sent under this key. */
        LOST,
        /** Does it, but the answer never comes through. */
        ANSWER_LOST,
        /** Does it, but takes its time to say so, until the stand-in is closed. */
        SILENT
    }

    /**
     * What was asked.
     *
     * @param key null if it had none
     */
    public record Request(
            String method,
            String path,
            Map<String, String> form,
            @Nullable String key) {}

    private record Response(int status, byte[] body) {}

    /** The connection ends without an answer. */
    private static final class Dropped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final JsonMapper json = JsonMapper.builder().build();
    private final StripeAccount account = new StripeAccount();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Deque<Fault>> faults = new HashMap<>();
    private final Set<String> cutOff = new HashSet<>();
    private final Map<String, Request> askedBefore = new HashMap<>();
    private final Map<String, Response> answered = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();

    public StripeStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * The next requests go wrong like this, one after the other.
     *
     * @param what the last part of their path, such as {@code confirm}; {@code retrieve} if that is an id; {@code list of
     *     refunds}
     */
    public synchronized void fail(String what, Fault... how) {
        faults.computeIfAbsent(what, it -> new ArrayDeque<>()).addAll(List.of(how));
    }

    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /** All intents, newest first. */
    public synchronized List<Map<String, Object>> intents() {
        return account.intents().stream().map(StripeStandIn::copy).toList();
    }

    public synchronized List<Map<String, Object>> refunds() {
        return account.refunds(null).stream().map(StripeStandIn::copy).toList();
    }

    /** Somebody else uses the same account. */
    public synchronized Map<String, Object> paidByOthers(Map<String, String> form) {
        return copy(account.succeed(account.createIntent(form)));
    }

    public synchronized Map<String, Object> refundedByOthers(Map<String, String> form) {
        return copy(account.createRefund(form));
    }

    /** What was being processed is paid. */
    public synchronized Map<String, Object> succeed(String intent) {
        return copy(account.succeed(account.intent(intent)));
    }

    public synchronized Map<String, Object> decline(String intent) {
        account.decline(account.intent(intent), "card_declined", "generic_decline");
        return copy(account.intent(intent));
    }

    public synchronized void refundsAre(String status) {
        account.refundStatus = status;
    }

    public synchronized Map<String, Object> settleRefund(String id, String status, @Nullable String reason) {
        Map<String, Object> refund = account.refunds(null).stream()
                .filter(it -> it.get("id").equals(id))
                .findFirst()
                .orElseThrow();
        refund.put("status", status);
        refund.put("failure_reason", reason);
        return copy(refund);
    }

    private static Map<String, Object> copy(Map<String, Object> object) {
        return new LinkedHashMap<>(object);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Response response = respond(exchange);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Request-Id", "req_" + requests().size());
            exchange.sendResponseHeaders(response.status(), response.body().length == 0 ? -1 : response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (Dropped dropped) {
            // Closing the exchange closes the connection.
        }
    }

    private Response respond(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                form(exchange.getRequestMethod().equals("GET") ? query : body),
                exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        if (!("Bearer " + API_KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return error(401, StripeAccount.error("invalid_request_error", null, null, "Invalid API Key provided"));
        }
        if (request.method().equals("POST")
                && !String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                        .startsWith("application/x-www-form-urlencoded")) {
            return error(400, StripeAccount.error("invalid_request_error", null, null, "Send a form"));
        }
        Fault fault;
        Response response;
        synchronized (this) {
            requests.add(request);
            fault = isOld(request) ? null : fault(request);
            response = respond(request, fault);
        }
        if (fault == Fault.SILENT) {
            waitUntilClosed();
        }
        return response;
    }

    private boolean isOld(Request request) {
        return request.key() != null && (cutOff.contains(request.key()) || answered.containsKey(request.key()));
    }

    private @Nullable Fault fault(Request request) {
        Deque<Fault> due = faults.get(what(request));
        return due == null ? null : due.poll();
    }

    private static String what(Request request) {
        String[] parts = request.path().split("/");
        String last = parts[parts.length - 1];
        String what = last.contains("_") && !last.equals("payment_intents") ? "retrieve" : last;
        return parts.length == 3 && request.method().equals("GET") ? "list of " + what : what;
    }

    private Response respond(Request request, @Nullable Fault fault) {
        if (request.key() != null && cutOff.contains(request.key())) {
            throw new Dropped();
        }
        if (request.key() != null && answered.containsKey(request.key())) {
            return replay(request);
        }
        if (fault == null || fault == Fault.SILENT) {
            return kept(request, answer(request));
        }
        return switch (fault) {
            case ERROR -> kept(request, serverError());
            case ERROR_AFTER -> {
                answer(request);
                yield kept(request, serverError());
            }
            case BAD_GATEWAY -> new Response(502, new byte[0]);
            case CONFLICT ->
                error(409, StripeAccount.error("idempotency_error", "idempotency_key_in_use", null, "In use"));
            case TOO_MANY -> error(429, StripeAccount.error("invalid_request_error", "rate_limit", null, "Slow down"));
            case LOST -> throw cutOff(request);
            case ANSWER_LOST -> {
                kept(request, answer(request));
                throw cutOff(request);
            }
            case SILENT -> throw new AssertionError();
        };
    }

    private Dropped cutOff(Request request) {
        if (request.key() != null) {
            cutOff.add(request.key());
        }
        return new Dropped();
    }

    private Response replay(Request request) {
        return request.equals(askedBefore.get(request.key()))
                ? answered.get(request.key())
                : error(
                        400,
                        StripeAccount.error(
                                "idempotency_error",
                                null,
                                null,
                                "Keys for idempotent requests can only be used with the same parameters"));
    }

    private Response kept(Request request, Response response) {
        boolean begun = response.status() != 404 && !new String(response.body(), UTF_8).contains("\"not_begun\":true");
        if (request.key() != null && begun) {
            askedBefore.put(request.key(), request);
            answered.put(request.key(), response);
        }
        return response;
    }

    private Response serverError() {
        return error(500, StripeAccount.error("api_error", null, null, "An unknown error occurred"));
    }

    private Response answer(Request request) {
        try {
            return new Response(200, json.writeValueAsBytes(object(request)));
        } catch (Refused refused) {
            Map<String, Object> error = new LinkedHashMap<>(refused.error);
            if (refused.invalid) {
                error.put("not_begun", true);
            }
            return error(refused.status, error);
        }
    }

    private Response error(int status, Map<String, Object> error) {
        return new Response(status, json.writeValueAsBytes(Map.of("error", error)));
    }

    private Map<String, Object> object(Request request) {
        String[] parts = request.path().substring("/v1/".length()).split("/");
        String call =
                request.method() + " " + parts[0] + (parts.length > 2 ? " " + parts[2] : parts.length > 1 ? " id" : "");
        return switch (call) {
            case "POST payment_intents" -> account.createIntent(request.form());
            case "GET payment_intents id" -> account.intent(parts[1]);
            case "POST payment_intents confirm" -> account.confirm(parts[1], request.form());
            case "POST payment_intents cancel" -> account.cancel(parts[1]);
            case "GET payment_intents" -> page(request, account.intents());
            case "POST refunds" -> account.createRefund(request.form());
            case "GET refunds" -> page(request, account.refunds(request.form().get("payment_intent")));
            default -> throw new Refused(404, true, StripeAccount.error("invalid_request_error", null, null, call));
        };
    }

    private static Map<String, Object> page(Request request, List<Map<String, Object>> all) {
        int limit = Integer.parseInt(request.form().getOrDefault("limit", "10"));
        String after = request.form().get("starting_after");
        int start = 0;
        while (after != null && !all.get(start++).get("id").equals(after)) {
            // on to the next
        }
        List<Map<String, Object>> page = all.subList(start, Math.min(all.size(), start + limit));
        return Map.of("object", "list", "url", request.path(), "has_more", start + limit < all.size(), "data", page);
    }

    private static Map<String, String> form(@Nullable String encoded) {
        Map<String, String> form = new LinkedHashMap<>();
        if (encoded != null && !encoded.isEmpty()) {
            Function<String, String> decode = text -> URLDecoder.decode(text, UTF_8);
            for (String pair : encoded.split("&")) {
                String[] parts = pair.split("=", 2);
                form.put(decode.apply(parts[0]), decode.apply(parts[1]));
            }
        }
        return form;
    }

    private void waitUntilClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Dropped();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
