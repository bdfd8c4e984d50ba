package io.ledgerline.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.kernel.MessageMetadata;
import java.util.Map;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class HandlingTest {

    private final UnitOfWork<Message<String>> unit = DefaultUnitOfWork.startAndGet(
            new GenericMessage<>("anything", Map.of(MessageMetadata.REQUEST_ID, "request-1")));

    @AfterEach
    void end() {
        unit.rollback();
        MDC.clear();
    }

    @Test
    void whileAMessageIsHandled_whatIsLoggedSaysForWhichRequest_andThenNoMore() throws Exception {
        assertThat(Handling.of(null, unit, "anything", () -> MDC.get("requestId")))
                .isEqualTo("request-1");

        assertThat(MDC.get("requestId")).isNull();
    }

    @Test
    void whenItFailsWithinAnother_thenThatOneGoesOnAsBefore() {
        MDC.put("requestId", "request-0");

        assertThatThrownBy(() -> Handling.of(null, unit, "anything", () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(MDC.get("requestId")).isEqualTo("request-0");
    }
}
