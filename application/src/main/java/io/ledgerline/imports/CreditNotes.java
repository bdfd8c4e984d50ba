package io.ledgerline.imports;

import io.ledgerline.imports.Batch.Row;
import io.ledgerline.imports.Reversals.Verdict;
import io.ledgerline.kernel.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows of credit notes, and of the orders that they may reverse, as they are stored. */
final class CreditNotes {

    /** Rows of orders are folded as they come: there may be many of one customer. */
    private static final int FETCH_SIZE = 1_000;

    private static final String ROWS = """
            select line_number, invoice, amount, reason, reverses, columns
            from import_line where file_id = :file and state = 'pending' and credited_at is not null
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Imports imports;

    CreditNotes(DataSource dataSource, TransactionTemplate transaction, Imports imports) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transaction = transaction;
        this.imports = imports;
    }

    /**
     * Those that were written first, each with all its rows; to be asked for once all invoices are settled.
     *
     * @return without rows if all of the file are settled
     */
    Batch next(Lease lease, int size) {
        List<Row> first = jdbc.sql(ROWS + "order by credited_at, line_number limit :limit")
                .param("file", lease.fileId())
                .param("limit", size)
                .query(Imports::row)
                .list();
        List<String> numbers = first.stream()
                .flatMap(row -> Stream.ofNullable(row.invoice()))
                .distinct()
                .toList();
        List<String> tooLarge = numbers.isEmpty() ? List.of() : imports.tooLarge(lease.fileId(), numbers);
        List<Row> rows = new ArrayList<>(
                first.stream().filter(row -> tooLarge.contains(row.invoice())).toList());
        List<String> whole =
                numbers.stream().filter(number -> !tooLarge.contains(number)).toList();
        if (!whole.isEmpty()) {
            rows.addAll(jdbc.sql(ROWS + "and invoice = any(:numbers::text[]) order by credited_at, line_number")
                    .param("file", lease.fileId())
                    .param("numbers", whole.toArray(String[]::new))
                    .query(Imports::row)
                    .list());
        }
        return new Batch(rows, lease.nextLine() + rows.size(), tooLarge);
    }

    /** Those of them that another import has brought. */
    Set<String> broughtByOthers(Lease lease, Collection<String> numbers) {
        return new HashSet<>(jdbc.sql("""
                        select distinct invoice from import_line
                        where invoice = any(:numbers::text[]) and file_id <> :file
                          and credited_at is not null and state = 'imported'
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .param("file", lease.fileId())
                .query(String.class)
                .list());
    }

    /**
     * The customers' imported orders, of this import and of others, less what credit notes have taken from them.
     *
     * @param stockCodes that will be asked for
     */
    Collection<PastOrder> ordersOf(Collection<CustomerId> customers, Collection<String> stockCodes) {
        Map<String, PastOrder> orders = new HashMap<>();
        transaction.executeWithoutResult(status -> {
            jdbc.sql("""
                            select l.line_number, l.invoice, l.columns from import_line l
                            where (l.file_id, l.invoice) in (
                                    select file_id, invoice from import_line
                                    where customer = any(:customers::text[])
                                      and credited_at is null and state = 'imported')
                              and l.state = 'imported'
                            """)
                    .param(
                            "customers",
                            customers.stream().map(CustomerId::value).toArray(String[]::new))
                    .withFetchSize(FETCH_SIZE)
                    .query((RowCallbackHandler) row -> {
                        if (read(row) instanceof Reading.Usable usable) {
                            orders.computeIfAbsent(
                                            row.getString("invoice"), number -> new PastOrder(number, stockCodes))
                                    .charge(usable.line());
                        }
                    });
            jdbc.sql("""
                            select line_number, reverses, columns from import_line
                            where reverses = any(:orders::text[]) and state <> 'rejected'
                            """)
                    .param("orders", orders.keySet().toArray(String[]::new))
                    .withFetchSize(FETCH_SIZE)
                    .query((RowCallbackHandler) row -> {
                        if (read(row) instanceof Reading.Credit credit) {
                            orders.get(row.getString("reverses")).giveBack(credit.line());
                        }
                    });
        });
        return orders.values();
    }

    private static Reading read(ResultSet row) throws SQLException {
        return OnlineRetail.read(row.getInt("line_number"), Imports.columns(row.getArray("columns")));
    }

    /**
     * Takes down what is to become of the rows, before anything is asked of an order: whoever goes on after a crash does
     * the same, though other orders may have come meanwhile.
     *
     * @param verdicts by line
     * @throws Lease.Lost if another has taken over; then nothing is taken down
     */
    void decide(Lease lease, Map<Integer, Verdict> verdicts, Duration duration) {
        List<Integer> lines = new ArrayList<>(verdicts.keySet());
        String[] orders = new String[lines.size()];
        String[] reasons = new String[lines.size()];
        for (int i = 0; i < orders.length; i++) {
            Verdict verdict = verdicts.get(lines.get(i));
            orders[i] = verdict instanceof Verdict.Reverses reverses ? reverses.order() : null;
            reasons[i] = verdict instanceof Verdict.Rejected rejected
                    ? rejected.reason().code()
                    : null;
        }
        transaction.executeWithoutResult(status -> {
            imports.renew(lease, duration);
            jdbc.sql("""
                            update import_line l set reverses = d.reverses, reason = d.reason
                            from unnest(:lines::int[], :orders::text[], :reasons::text[])
                                as d (line_number, reverses, reason)
                            where l.file_id = :file and l.line_number = d.line_number
                            """)
                    .param("lines", lines.toArray(Integer[]::new))
                    .param("orders", orders)
                    .param("reasons", reasons)
                    .param("file", lease.fileId())
                    .update();
        });
    }
}
