package io.ledgerline.scheduling;

import io.ledgerline.database.FailureText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What alarms failed with last, kept beside them for whoever looks why they don't get on. */
final class AlarmFailures {

    private static final Logger LOG = LoggerFactory.getLogger(AlarmFailures.class);

    private static final int LONGEST = 500;

    private final JdbcClient write;

    AlarmFailures(JdbcClient write) {
        this.write = write;
    }

    /** Never fails: the alarm must ring again, whether this can be kept or not. */
    void keep(String kind, String id, Throwable failure) {
        String text = FailureText.of(failure);
        try {
            write.sql("update alarms set last_error = ? where task_name = ? and task_instance = ?")
                    .params(text.substring(0, Math.min(LONGEST, text.length())), kind, id)
                    .update();
        } catch (RuntimeException e) {
            LOG.debug("Why alarm {} {} failed is not kept", kind, id, e);
        }
    }
}
