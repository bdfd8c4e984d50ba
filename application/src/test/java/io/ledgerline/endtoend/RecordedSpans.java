package io.ledgerline.endtoend;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps the spans of a program that traces, beside sending them. */
@Configuration(proxyBeanMethods = false)
class RecordedSpans {

    static final class Recorder implements SpanExporter {

        private final List<SpanData> spans = new CopyOnWriteArrayList<>();

        List<SpanData> spans() {
            return List.copyOf(spans);
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Bean
    Recorder spanRecorder() {
        return new Recorder();
    }
}
