package io.ledgerline.tracing;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/** Leaves out all that makes traces, unless there is somewhere to send them: it would cost start-up time and memory. */
final class TracingSelection implements EnvironmentPostProcessor {

    static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    private static final String EXCLUDED = "spring.autoconfigure.exclude";
    private static final String BOOT = "org.springframework.boot.";

    /** Metrics and logs go other ways, so of OpenTelemetry these are never there. */
    private static final List<String> NEVER = List.of(
            BOOT + "opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration",
            BOOT + "opentelemetry.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration",
            BOOT
                    + "micrometer.tracing.opentelemetry.autoconfigure.zipkin.ZipkinWithOpenTelemetryTracingAutoConfiguration",
            BOOT + "micrometer.tracing.autoconfigure.otlp.OtlpExemplarsAutoConfiguration");

    private static final List<String> TRACING = List.of(
            BOOT + "opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
            BOOT + "micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
            BOOT + "micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration",
            BOOT + "micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
            BOOT + "micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
            BOOT + "micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean traced = StringUtils.hasText(environment.getProperty(ENDPOINT));
        String excluded = Stream.of(
                        Stream.ofNullable(environment.getProperty(EXCLUDED)),
                        NEVER.stream(),
                        traced ? Stream.<String>of() : TRACING.stream())
                .flatMap(names -> names)
                .collect(Collectors.joining(","));
        environment.getPropertySources().addFirst(new MapPropertySource("tracing", Map.of(EXCLUDED, excluded)));
    }
}
