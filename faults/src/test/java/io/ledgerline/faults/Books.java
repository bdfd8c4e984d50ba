package io.ledgerline.faults;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The provider's, as its tables have them.
 *
 * @param refunds the sum for each charge
 */
record Books(List<Charge> charges, Map<String, BigDecimal> refunds) {

    record Charge(String reference, String payment, boolean captured, BigDecimal amount, BigDecimal refunded) {}

    static Books read(Connection database) throws SQLException {
        List<Charge> charges = new ArrayList<>();
        Map<String, BigDecimal> refunds = new HashMap<>();
        try (Statement statement = database.createStatement()) {
            try (ResultSet row = statement.executeQuery("select * from write.sandbox_charges")) {
                while (row.next()) {
                    charges.add(new Charge(
                            row.getString("provider_reference"),
                            row.getString("payment_id"),
                            row.getString("status").equals("CAPTURED"),
                            row.getBigDecimal("amount"),
                            row.getBigDecimal("refunded")));
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "select charge_reference, sum(amount) from write.sandbox_refunds group by charge_reference")) {
                while (row.next()) {
                    refunds.put(row.getString(1), row.getBigDecimal(2));
                }
            }
        }
        return new Books(charges, refunds);
    }
}
