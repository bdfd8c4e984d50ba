package io.ledgerline.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What the program still means to do, as its tables have it.
 *
 * @param unread processors that have not read the log to its end
 * @param putAside events that could not be handled
 * @param alarms what is to be asked or told later, but for orders that may be paid for a long time yet, and what is
 *     tidied up for ever
 * @param processes the orders whose processes live
 */
record Leftovers(List<String> unread, List<String> putAside, List<String> alarms, List<String> processes) {

    /**
     * @param end of the log
     */
    static Leftovers read(Connection database, long end) throws SQLException {
        return new Leftovers(
                texts(database, """
                        select processor_name || '/' || segment || ' at ' || convert_from(token, 'UTF8')
                        from (select * from read.processor_token union all select * from write.processor_token) tokens
                        where processor_name <> '__config'
                            and coalesce(substring(convert_from(token, 'UTF8') from '"globalIndex":(-?[0-9]+)')::bigint, -1)
                            < """ + end), texts(database, """
                        select concat_ws(' ', processing_group, type, stream_id, cause_message)
                        from (select * from read.dead_letter union all select * from write.dead_letter) letters"""), texts(database, """
                        select task_name || ' ' || task_instance from write.alarms
                        where task_name not in ('order-payment-deadline', 'old-commands', 'old-idempotency-keys')"""), texts(database, """
                        select association_value from write.saga_association where association_key = 'orderId'"""));
    }

    private static List<String> texts(Connection database, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }
}
