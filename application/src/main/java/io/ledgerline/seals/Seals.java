package io.ledgerline.seals;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The chain, in the write database whatever the store. */
final class Seals {

    /** Any number, as long as nothing else in this database locks by it. */
    private static final long LOCK = 0x4C45_4447_5345_414CL;

    private static final int PAGE = 200;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    Seals(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    Optional<SealHead> head() {
        return jdbc.sql("select number, last_position, hash, sealed_at from seals order by number desc limit 1")
                .query((row, number) -> head(row))
                .optional();
    }

    Optional<SealHead> head(long number) {
        return jdbc.sql("select number, last_position, hash, sealed_at from seals where number = ?")
                .param(number)
                .query((row, index) -> head(row))
                .optional();
    }

    /** The next seals, in their order. */
    List<Seal> after(long number) {
        return jdbc.sql("select * from seals where number > ? order by number limit ?")
                .params(number, PAGE)
                .query((row, index) -> seal(row))
                .list();
    }

    /**
     * Adds the seal that this makes, unless it makes none.
     *
     * @param next run in the transaction, and by one node at a time
     * @return whether one was added
     */
    boolean add(Supplier<Optional<Seal>> next) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query(row -> {});
            Optional<Seal> made = next.get();
            made.ifPresent(this::insert);
            return made.isPresent();
        }));
    }

    private void insert(Seal seal) {
        jdbc.sql("insert into seals values (?, ?, ?, ?, ?, ?)")
                .params(
                        seal.number(),
                        seal.firstPosition(),
                        seal.lastPosition(),
                        seal.digestBytes(),
                        seal.hash().bytes(),
                        seal.sealedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    private static SealHead head(ResultSet row) throws SQLException {
        return new SealHead(
                row.getLong("number"),
                row.getLong("last_position"),
                Digest.of(row.getBytes("hash")),
                row.getObject("sealed_at", OffsetDateTime.class).toInstant());
    }

    private static Seal seal(ResultSet row) throws SQLException {
        return new Seal(
                row.getLong("number"),
                row.getLong("first_position"),
                row.getLong("last_position"),
                Seal.digests(row.getBytes("digests")),
                Digest.of(row.getBytes("hash")),
                row.getObject("sealed_at", OffsetDateTime.class).toInstant());
    }
}
