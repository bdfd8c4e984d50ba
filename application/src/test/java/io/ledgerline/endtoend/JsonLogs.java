package io.ledgerline.endtoend;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a logger says from now on, line by line as {@code --logging.structured.format.console=ecs} writes it. */
final class JsonLogs extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Logger logger;
    private final StructuredLogEncoder encoder = new StructuredLogEncoder();
    private final List<JsonNode> lines = new CopyOnWriteArrayList<>();

    JsonLogs(Class<?> logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
        LoggerContext context = this.logger.getLoggerContext();
        encoder.setContext(context);
        encoder.setFormat("ecs");
        encoder.start();
        setContext(context);
        start();
        this.logger.setLevel(Level.INFO);
        this.logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(JSON.readTree(encoder.encode(event)));
    }

    List<JsonNode> lines() {
        return lines;
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }
}
