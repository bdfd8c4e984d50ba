package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.ledgerline.endtoend.Shop.Line;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandBus;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from a request is one trace. */
class TracingTest extends EndToEnd {

    private static final Logger LOG = LoggerFactory.getLogger(TracingTest.class);

    /** Nobody listens there: what can't be sent is dropped, and harms nobody. */
    private static final String NOWHERE =
            "--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:9/v1/traces";

    @Test
    void givenAProgramThatTraces_whenAnOrderIsPaid_thenOneTraceJoinsTheRequestAndAllThatFollowsAndLogsSaySo()
            throws IOException {
        try (JsonLogs logs = new JsonLogs(TracingTest.class);
                Program traced = new Program(
                        program.store(),
                        NOWHERE,
                        "--management.tracing.sampling.probability=1.0",
                        "--management.opentelemetry.tracing.export.schedule-delay=100ms")) {
            traced.ensureRunning();
            logCommandsOf(traced);
            Shop own = new Shop(traced.address());
            String order = own.placed(new Line(own.listed("1.00", 5), 1));
            own.confirmed(order);
            String request = own.pay(order, "tok_ok").expect(201).header("X-Request-Id");
            own.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));

            RecordedSpans.Recorder recorder = traced.bean(RecordedSpans.Recorder.class);
            await().atMost(Shop.PATIENCE)
                    .untilAsserted(() -> assertThat(trace(recorder.spans(), "StartPayment"))
                            .contains(
                                    "http post /orders/{id}/payments",
                                    "StartPayment",
                                    "order-payments PaymentStarted",
                                    "RequestPayment",
                                    "payment-process PaymentRequested",
                                    "sandbox capture",
                                    "CapturePayment",
                                    "order-payments PaymentCaptured",
                                    "RecordPayment",
                                    "orders-view PaymentReceived",
                                    "payments-view PaymentCaptured"));
            // A span is recorded when it ends, which may be after those that follow from it.
            await().atMost(Shop.PATIENCE).untilAsserted(() -> {
                assertThat(trace(recorder.spans(), "PlaceOrder"))
                        .contains("http post /orders", "order-process OrderPlaced", "ReserveStock", "ConfirmOrder");
                assertThat(chain(recorder.spans(), "orders-view PaymentReceived"))
                        .containsExactly(
                                "orders-view PaymentReceived",
                                "RecordPayment",
                                "order-payments PaymentCaptured",
                                "CapturePayment",
                                "payment-process PaymentRequested",
                                "RequestPayment",
                                "order-payments PaymentStarted",
                                "StartPayment",
                                "http post /orders/{id}/payments");
            });
            String trace = recorder.spans().stream()
                    .filter(span -> span.getName().equals("StartPayment"))
                    .map(SpanData::getTraceId)
                    .findFirst()
                    .orElseThrow();
            assertThat(logs.lines())
                    .filteredOn(line -> line.path("requestId").asString("").equals(request))
                    .extracting(
                            line -> line.path("message").asString(),
                            line -> line.path("traceId").asString())
                    .contains(
                            tuple("StartPayment", trace),
                            tuple("CapturePayment", trace),
                            tuple("RecordPayment", trace));
        }
    }

    /** As anything may say something while it is handled. */
    private static void logCommandsOf(Program traced) {
        traced.bean(CommandBus.class).registerHandlerInterceptor((unit, chain) -> {
            LOG.info(unit.getMessage().getPayloadType().getSimpleName());
            return chain.proceed();
        });
    }

    @Test
    void givenAProgramThatDoesNot_whenAnOrderIsPlaced_thenNothingOfATraceIsStored() {
        String order = shop.placed(new Line(shop.listed("1.00", 5), 1));
        shop.confirmed(order);

        assertThat(new Log(program).stream("order-" + order))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.metadata()).doesNotContainKey("traceparent"));
        assertThat(program.bean(RecordedSpans.Recorder.class).spans()).isEmpty();
    }

    /** The names of all spans of the first trace that has this one. */
    private static List<String> trace(List<SpanData> spans, String name) {
        String trace = spans.stream()
                .filter(span -> span.getName().equals(name))
                .map(SpanData::getTraceId)
                .findFirst()
                .orElse("none");
        return spans.stream()
                .filter(span -> span.getTraceId().equals(trace))
                .map(SpanData::getName)
                .toList();
    }

    /** From the first span of this name to the beginning of its trace. */
    private static List<String> chain(List<SpanData> spans, String name) {
        Map<String, SpanData> byId = new HashMap<>();
        spans.forEach(span -> byId.put(span.getSpanId(), span));
        List<String> chain = new java.util.ArrayList<>();
        SpanData span = spans.stream()
                .filter(it -> it.getName().equals(name))
                .findFirst()
                .orElse(null);
        while (span != null) {
            chain.add(span.getName());
            span = byId.get(span.getParentSpanId());
        }
        return chain;
    }
}
