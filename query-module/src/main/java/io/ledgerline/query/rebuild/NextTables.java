package io.ledgerline.query.rebuild;

import io.ledgerline.query.View;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A view's tables once more, in a schema of their own: alike in columns, indexes, names, storage and grants, whatever
 * migrations have made of them.
 */
final class NextTables {

    static final String SCHEMA = "read_next";

    /** Of the tables that are read. */
    static final String IN_USE = "read";

    private static final String INDEXES = """
            select replace(pg_get_indexdef(indexrelid), ' ON read.', ' ON read_next.') from pg_index
            where indrelid = ('read.' || ?)::regclass and indisprimary = ?""";

    private static final String PRIMARY_KEY = """
            select format('alter table read_next.%I add constraint %I primary key using index %I', c.relname, p.conname, p.conname)
            from pg_constraint p join pg_class c on c.oid = p.conrelid
            where p.contype = 'p' and p.conrelid = ('read.' || ?)::regclass""";

    private static final String OPTIONS =
            "select coalesce('with (' || array_to_string(reloptions, ', ') || ')', '') from pg_class where oid = ('read.' || ?)::regclass";

    private static final String GRANTS = """
            select format('grant %s on read_next.%I to %s%s', a.privilege_type, c.relname,
                          case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
                          case when a.is_grantable then ' with grant option' else '' end)
            from pg_class c, aclexplode(c.relacl) a
            where c.oid = ('read.' || ?)::regclass and a.grantee <> c.relowner""";

    /** SQL views of a table, those of others for their reports too. */
    private static final String REPORTS = """
            select distinct format('%I.%I', n.nspname, c.relname) as name, pg_get_viewdef(c.oid) as sql
            from pg_depend d
            join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
            join pg_class c on c.oid = r.ev_class and c.relkind = 'v'
            join pg_namespace n on n.oid = c.relnamespace
            where d.refclassid = 'pg_class'::regclass and d.refobjid = ('read.' || ?)::regclass""";

    private final JdbcTemplate jdbc;

    NextTables(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** With their primary keys, but without other indexes: tables are filled faster so. */
    void create(View view) {
        view.tables().forEach(this::create);
    }

    private void create(String table) {
        String options = jdbc.queryForObject(OPTIONS, String.class, table);
        jdbc.execute("create table read_next.%1$s (like read.%1$s including all excluding indexes) %2$s"
                .formatted(table, options));
        jdbc.queryForList(INDEXES, String.class, table, true).forEach(jdbc::execute);
        jdbc.queryForList(PRIMARY_KEY, String.class, table).forEach(jdbc::execute);
        jdbc.queryForList(GRANTS, String.class, table).forEach(jdbc::execute);
    }

    /** What makes the indexes that are still missing, each as a statement of its own. */
    List<String> indexes(View view) {
        return view.tables().stream()
                .flatMap(table -> jdbc.queryForList(INDEXES, String.class, table, false).stream())
                .toList();
    }

    /**
     * Makes one of them, in a transaction. However long that takes, and with no more than its share of the machine: readers
     * go on meanwhile.
     */
    void index(String statement) {
        jdbc.execute("set local statement_timeout = 0");
        jdbc.execute("set local maintenance_work_mem = '128MB'");
        jdbc.execute("set local max_parallel_maintenance_workers = 0");
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            int longestSilence = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, 0);
            try (Statement making = connection.createStatement()) {
                return making.execute(statement);
            } finally {
                connection.setNetworkTimeout(Runnable::run, longestSilence);
            }
        });
    }

    /** So that the first to read them are as fast as the last that read the old ones. */
    void analyze(View view) {
        view.tables().forEach(table -> jdbc.execute("analyze read_next." + table));
    }

    /**
     * They take the place of those that are read, which go. Whoever reads waits for the transaction to end, and then finds
     * the new ones; it waits for whoever is reading. To be called in the schema of the tables that are read.
     */
    void exchange(View view) {
        Map<String, String> reports = view.tables().stream()
                .flatMap(table -> jdbc.queryForList(REPORTS, table).stream())
                .collect(Collectors.toMap(
                        row -> (String) row.get("name"), row -> (String) row.get("sql"), (one, same) -> one));
        List<String> all =
                Stream.concat(view.tables().stream(), reports.keySet().stream()).toList();
        jdbc.execute("lock table " + String.join(", ", all) + " in access exclusive mode");
        for (String table : view.tables()) {
            jdbc.execute("alter table read.%s set schema read_past".formatted(table));
            jdbc.execute("alter table read_next.%s set schema read".formatted(table));
        }
        // Their text names tables, so now it means the new ones; grants on them stay.
        reports.forEach((name, sql) -> jdbc.execute("create or replace view " + name + " as " + sql));
        for (String table : view.tables()) {
            jdbc.execute("drop table read_past." + table);
        }
    }

    void drop(View view) {
        view.tables().forEach(table -> jdbc.execute("drop table if exists read_next." + table));
    }
}
