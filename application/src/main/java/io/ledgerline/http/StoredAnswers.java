package io.ledgerline.http;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Too old, given back, or left by someone who died at it; not while someone is at work. */
    private static final String FREE = """
            (status is not null or claimed_until < now())
            and (asked_at < now() - make_interval(secs => :retention)
                 or status is null and (fingerprint = :fingerprint or owner = ''))""";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final double retention;
    private final boolean logIsElsewhere;
    private final Scheduler threads;
    private final Set<Claim> underWay = ConcurrentHashMap.newKeySet();
    /** Its own: where many wait for the other threads, whoever is at work would be taken for dead. */
    private final Scheduler aliveThread;

    private final Disposable signsOfLife;

    /**
     * @param logIsElsewhere not in this database
     */
    StoredAnswers(
            JdbcClient jdbc, JsonMapper json, Duration retention, boolean logIsElsewhere, ExecutorService executor) {
        this.jdbc = jdbc;
        this.json = json;
        this.retention = retention.toMillis() / 1000.0;
        this.logIsElsewhere = logIsElsewhere;
        this.threads = Schedulers.fromExecutorService(executor);
        this.aliveThread = Schedulers.newBoundedElastic(1, 10, "idempotency-alive", 60, true);
        this.signsOfLife = Flux.interval(SIGN_OF_LIFE, aliveThread)
                .onBackpressureDrop()
                .filter(beat -> !underWay.isEmpty())
                .concatMap(beat -> Mono.fromCallable(this::stayAlive).onErrorComplete(), 1)
                .subscribe();
    }

    @Override
    public Mono<Found> take(String key, String fingerprint) {
        return on(
                () -> insert(key, fingerprint).<Found>map(Found.Free::new).orElseGet(() -> existing(key, fingerprint)));
    }

    /**
     * If the database dies, it may only be lost if the command that follows is lost too: its id comes from here. The log flushes
     * what was written before it to the same database; if it is elsewhere, it doesn't.
     */
    private Optional<Claim> insert(String key, String fingerprint) {
        String owner = UUID.randomUUID().toString();
        return jdbc.sql("""
                        insert into idempotency_keys (key, fingerprint, owner, claimed_until)
                        select :key, :fingerprint, :owner, now() + make_interval(secs => :claim)
                        from set_config('synchronous_commit',
                                        case when :flush then current_setting('synchronous_commit') else 'off' end, true)
                        on conflict (key) do nothing
                        returning asked_at""")
                .param("key", key)
                .param("fingerprint", fingerprint)
                .param("owner", owner)
                .param("claim", CLAIM.toSeconds())
                .param("flush", logIsElsewhere)
                .query((row, number) -> new Claim(key, fingerprint, owner, askedAt(row)))
                .optional();
    }

    private record Existing(
            boolean free, boolean same, @Nullable KeptAnswer answer) {}

    private Found existing(String key, String fingerprint) {
        Existing existing = jdbc.sql("""
                        select %s as free, fingerprint = :fingerprint as same, status, headers, body, customer_id, personal
                        from idempotency_keys where key = :key""".formatted(FREE))
                .param("retention", retention)
                .param("fingerprint", fingerprint)
                .param("key", key)
                .query((row, number) -> existing(row))
                .optional()
                .orElse(null);
        if (existing == null) {
            // It was too old, and swept a moment ago: whoever waits for it finds it free.
            return new Found.UnderWay();
        }
        if (existing.free()) {
            return takeOver(key, fingerprint).<Found>map(Found.Free::new).orElseGet(Found.UnderWay::new);
        }
        if (!existing.same()) {
            return new Found.Reused();
        }
        return existing.answer() == null ? new Found.UnderWay() : new Found.Answered(existing.answer());
    }

    private Optional<Claim> takeOver(String key, String fingerprint) {
        String owner = UUID.randomUUID().toString();
        return jdbc.sql("""
                        update idempotency_keys
                        set fingerprint = :fingerprint, owner = :owner, claimed_until = now() + make_interval(secs => :claim),
                            asked_at = case
                                when fingerprint = :fingerprint and asked_at >= now() - make_interval(secs => :retention)
                                then asked_at else now() end,
                            status = null, headers = null, body = null, customer_id = null, personal = null
                        where key = :key and %s
                        returning asked_at""".formatted(FREE))
                .param("fingerprint", fingerprint)
                .param("owner", owner)
                .param("claim", CLAIM.toSeconds())
                .param("key", key)
                .param("retention", retention)
                .query((row, number) -> new Claim(key, fingerprint, owner, askedAt(row)))
                .optional();
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
                            (key, fingerprint, asked_at, owner, claimed_until, status, headers, body, customer_id, personal)
                        values (:key, :fingerprint, :askedAt, :owner, now(), :status, :headers, :body, :customer, :personal)
                        on conflict (key) do update
                        set status = excluded.status, headers = excluded.headers, body = excluded.body,
                            customer_id = excluded.customer_id, personal = excluded.personal
                        where mine.status is null and mine.fingerprint = excluded.fingerprint
                        and mine.asked_at = excluded.asked_at""")
                        .param("askedAt", claim.askedAt().atOffset(ZoneOffset.UTC))
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

    /** Another one only if it was kept for the same request, asked for at the same time. */
    private KeptAnswer kept(Claim claim, KeptAnswer otherwise) {
        return jdbc.sql("""
                        select status, headers, body, customer_id, personal
                        from idempotency_keys where key = ? and fingerprint = ? and asked_at = ? and status is not null""")
                .param(claim.key())
                .param(claim.fingerprint())
                .param(claim.askedAt().atOffset(ZoneOffset.UTC))
                .query((row, number) -> answer(row))
                .optional()
                .orElse(otherwise);
    }

    @Override
    public Mono<Void> giveBack(Claim claim) {
        return end(claim, """
                update idempotency_keys set claimed_until = '-infinity', owner = ''
                where key = :key and owner = :owner and status is null""");
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
                            and (status is not null or claimed_until < now())
                            order by asked_at limit :most for update skip locked)""").param("retention", retention).param("most", atMost).update();
    }

    private Existing existing(ResultSet row) throws SQLException {
        row.getInt("status");
        boolean answered = !row.wasNull();
        return new Existing(row.getBoolean("free"), row.getBoolean("same"), answered ? answer(row) : null);
    }

    private static Instant askedAt(ResultSet row) throws SQLException {
        return row.getObject("asked_at", OffsetDateTime.class).toInstant();
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
