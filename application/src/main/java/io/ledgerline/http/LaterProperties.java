package io.ledgerline.http;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How commands are carried out later ({@code Prefer: respond-async}), and which are kept to look at.
 *
 * @param log which of the commands that are carried out at once are kept in table {@code commands}, with who sent them and
 *     what came of them; those for later always are
 * @param retention how long a command is kept once it is over
 * @param concurrency how many for later are carried out at the same time on this node
 * @param backlog how many may wait; one more is refused with {@code 503}. Looked at every second, so not to the last one
 * @param poll how long it may take until what was accepted on another node is seen
 */
@Validated
@ConfigurationProperties("ledgerline.commands")
record LaterProperties(
        @NotNull @DefaultValue("none") Log log,

        @NotNull @DurationMin(millis = 1) @DefaultValue("P7D")
        Duration retention,

        @Min(1) @DefaultValue("8") int concurrency,
        @Min(1) @DefaultValue("100000") int backlog,

        @NotNull @DurationMin(millis = 10) @DefaultValue("PT0.5S")
        Duration poll) {

    enum Log {
        NONE,
        REFUSED,
        ALL;

        boolean keeps(CommandState.Status status) {
            return this == ALL || this == REFUSED && status == CommandState.Status.REJECTED;
        }
    }
}
