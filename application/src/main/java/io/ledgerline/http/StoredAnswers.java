package io.ledgerline.http;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * In table {@code idempotency_keys}: one insert and one update for a request that is answered once. Whoever is at work
 * on a request gives a sign of life now and then; the database's clock decides who is dead, as nodes' clocks differ.
 */
final class StoredAnswers implements KeptAnswers, AutoCloseable {

    /** Shorter than a second request waits: it takes over what a dead node left, instead of being sent away. */
    private static final Duration CLAIM = Duration.ofSeconds(4);

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final double retention;
    private final Scheduler threads;
    private final Set<Claim> underWay = ConcurrentHashMap.newKeySet();
    /** Its own: where many wait for the other threads, whoever is at work would be taken for dead. */
    private final Scheduler aliveThread;

    private final Disposable signsOfLife;

    StoredAnswers(JdbcClient jdbc, JsonMapper json, Duration retention, ExecutorService executor) {
        this.jdbc = jdbc;
        this.json = json;
        this.retention = retention.toMillis() / 1000.0;
        this.threads = Schedulers.fromExecutorService(executor);
        this.aliveThread = Schedulers.newSingle("idempotency-alive", true);
        this.signsOfLife = Flux.interval(SIGN_OF_LIFE, aliveThread)
                .onBackpressureDrop()
                .filter(beat -> !underWay.isEmpty())
                .concatMap(beat -> Mono.fromCallable(this::stayAlive).onErrorComplete(), 1)
                .subscribe();
    }

    @Override
    public Mono<Found> take(String key, String fingerprint) {
        return on(() -> {
            Claim claim = new Claim(key, fingerprint, UUID.randomUUID().toString());
            return insert(claim) ? new Found.Free(claim) : existing(claim);
        });
    }

    /** Needn't outlive the database's death: the command that follows is known by an id of its own. */
    private boolean insert(Claim claim) {
        return jdbc.sql("""
                        insert into idempotency_keys (key, fingerprint, owner, claimed_until)
                        select :key, :fingerprint, :owner, now() + make_interval(secs => :claim)
                        from set_config('synchronous_commit', 'off', true)
                        on conflict (key) do nothing""")
                        .param("key", claim.key())
                        .param("fingerprint", claim.fingerprint())
                        .param("owner", claim.owner())
                        .param("claim", CLAIM.toSeconds())
                        .update()
                == 1;
    }

    private record Existing(
            boolean old,
            boolean same,
            boolean dead,
            @Nullable KeptAnswer answer) {}

    private Found existing(Claim claim) {
        Existing existing = jdbc.sql("""
                        select asked_at < now() - make_interval(secs => :retention) as old, fingerprint = :fingerprint as same,
                               claimed_until < now() as dead, status, headers, body, customer_id, personal
                        from idempotency_keys where key = :key""")
                .param("retention", retention)
                .param("fingerprint", claim.fingerprint())
                .param("key", claim.key())
                .query((row, number) -> existing(row))
                .optional()
                .orElse(null);
        if (existing == null) {
            // It was given back a moment ago: whoever waits for it finds it free.
            return new Found.UnderWay();
        }
        if (existing.old() || existing.same() && existing.dead() && existing.answer() == null) {
            return takeOver(claim) ? new Found.Free(claim) : new Found.UnderWay();
        }
        if (!existing.same()) {
            return new Found.Reused();
        }
        return existing.answer() == null ? new Found.UnderWay() : new Found.Answered(existing.answer());
    }

    private boolean takeOver(Claim claim) {
        return jdbc.sql("""
                        update idempotency_keys
                        set fingerprint = :fingerprint, owner = :owner, claimed_until = now() + make_interval(secs => :claim),
                            asked_at = now(), status = null, headers = null, body = null, customer_id = null, personal = null
                        where key = :key
                        and (asked_at < now() - make_interval(secs => :retention)
                             or fingerprint = :fingerprint and claimed_until < now() and status is null)""")
                        .param("fingerprint", claim.fingerprint())
                        .param("owner", claim.owner())
                        .param("claim", CLAIM.toSeconds())
                        .param("key", claim.key())
                        .param("retention", retention)
                        .update()
                == 1;
    }

    @Override
    public Disposable atWork(Claim claim) {
        underWay.add(claim);
        return () -> underWay.remove(claim);
    }

    @Override
    public Mono<KeptAnswer> keep(Claim claim, KeptAnswer answer) {
        return on(() -> store(claim, answer) ? answer : kept(claim, answer));
    }

    /** The claim may be gone, if the database died since. */
    private boolean store(Claim claim, KeptAnswer answer) {
        var personal = answer.personal();
        return jdbc.sql("""
                        insert into idempotency_keys as mine
                            (key, fingerprint, owner, claimed_until, status, headers, body, customer_id, personal)
                        values (:key, :fingerprint, :owner, now(), :status, :headers, :body, :customer, :personal)
                        on conflict (key) do update
                        set status = excluded.status, headers = excluded.headers, body = excluded.body,
                            customer_id = excluded.customer_id, personal = excluded.personal
                        where mine.status is null and mine.fingerprint = excluded.fingerprint""")
                        .param("fingerprint", claim.fingerprint())
                        .param("owner", claim.owner())
                        .param("status", answer.status())
                        .param("headers", json.writeValueAsString(answer.headers()))
                        .param("body", answer.body())
                        .param(
                                "customer",
                                personal == null ? null : personal.customer().value())
                        .param(
                                "personal",
                                personal == null ? null : personal.body().text())
                        .param("key", claim.key())
                        .update()
                == 1;
    }

    /** Another one only if it was kept for the same request. */
    private KeptAnswer kept(Claim claim, KeptAnswer otherwise) {
        return jdbc.sql("""
                        select status, headers, body, customer_id, personal
                        from idempotency_keys where key = ? and fingerprint = ? and status is not null""")
                .param(claim.key())
                .param(claim.fingerprint())
                .query((row, number) -> answer(row))
                .optional()
                .orElse(otherwise);
    }

    @Override
    public Mono<Void> giveBack(Claim claim) {
        return end(claim, "delete from idempotency_keys where key = :key and owner = :owner and status is null");
    }

    @Override
    public Mono<Void> abandon(Claim claim) {
        return end(claim, """
                update idempotency_keys set claimed_until = '-infinity'
                where key = :key and owner = :owner and status is null""");
    }

    /** If that fails, the claim ends by itself. */
    private Mono<Void> end(Claim claim, String sql) {
        return on(() -> jdbc.sql(sql)
                        .param("key", claim.key())
                        .param("owner", claim.owner())
                        .update())
                .onErrorComplete()
                .then();
    }

    /** An owner has one key only: those that someone took over are not this node's any more. */
    private int stayAlive() {
        List<Claim> claims = List.copyOf(underWay);
        return jdbc.sql("""
                        update idempotency_keys set claimed_until = now() + make_interval(secs => :claim)
                        where key = any(:keys) and owner = any(:owners) and status is null""")
                .param("claim", CLAIM.toSeconds())
                .param("keys", claims.stream().map(Claim::key).toArray(String[]::new))
                .param("owners", claims.stream().map(Claim::owner).toArray(String[]::new))
                .update();
    }

    /** Removes some of those that are too old; how many. */
    int forgetOld(int atMost) {
        return jdbc.sql("""
                        delete from idempotency_keys where key in (
                            select key from idempotency_keys
                            where asked_at < now() - make_interval(secs => :retention)
                            order by asked_at limit :most for update skip locked)""").param("retention", retention).param("most", atMost).update();
    }

    private Existing existing(ResultSet row) throws SQLException {
        row.getInt("status");
        boolean answered = !row.wasNull();
        return new Existing(
                row.getBoolean("old"), row.getBoolean("same"), row.getBoolean("dead"), answered ? answer(row) : null);
    }

    private KeptAnswer answer(ResultSet row) throws SQLException {
        String personal = row.getString("personal");
        return new KeptAnswer(
                row.getInt("status"),
                json.readValue(row.getString("headers"), HEADERS),
                row.getString("body"),
                personal == null
                        ? null
                        : new KeptAnswer.Personal(
                                new CustomerId(row.getString("customer_id")), new Encrypted(personal)));
    }

    private <T> Mono<T> on(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(threads);
    }

    @Override
    public void close() {
        signsOfLife.dispose();
        aliveThread.dispose();
    }
}
