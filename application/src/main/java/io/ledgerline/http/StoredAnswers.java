package io.ledgerline.http;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.messaging.Lanes;
import io.ledgerline.messaging.Lanes.WhenFull;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * In table {@code idempotency_keys}: one insert and one update for a request that is answered once; requests that wait at the
 * same time share their statements, and so the wait for the disk. An answer that the log gives again is given before it is
 * stored. Whoever is at work on a request gives a sign of life now and then; the database's clock decides who is dead, as nodes'
 * clocks differ.
 */
final class StoredAnswers implements KeptAnswers, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoredAnswers.class);

    /** Shorter than a second request waits: it takes over what a dead node left, instead of being sent away. */
    private static final Duration CLAIM = Duration.ofSeconds(4);

    private static final int MOST_TOGETHER = 100;

    private static final Duration BETWEEN_KEYS = Duration.ofMillis(4);

    /** Of answers that nobody waits for. */
    private static final Duration BETWEEN_ANSWERS = Duration.ofMillis(20);

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
    private final ExecutorService executor;
    private final Scheduler threads;
    private final Lanes<Asked> asked;
    private final Lanes<Told> told;
    /** Nobody waits for these. */
    private final Lanes<Told> toldInLog;

    /** Given by now, and not stored yet: by key, no more than there is room for in their lane. */
    private final Map<String, Told> beingKept = new ConcurrentHashMap<>();

    private final Set<Claim> underWay = ConcurrentHashMap.newKeySet();
    /** Its own: where many wait for the other threads, whoever is at work would be taken for dead. */
    private final Scheduler aliveThread;

    private final Disposable signsOfLife;

    /** Of each who takes a key: this one's own, and a number. */
    private final String owners = UUID.randomUUID() + "/";

    private final AtomicLong lastOwner = new AtomicLong();

    /** Who wants a key. */
    private record Asked(String key, String fingerprint, String owner, CompletableFuture<Found> found) {}

    /** Who has an answer. */
    private record Told(Claim claim, KeptAnswer answer, CompletableFuture<KeptAnswer> kept) {}

    /**
     * @param logIsElsewhere not in this database
     * @param executor four threads: for keys, for answers, for those that nobody waits for, and to go on with who has a key
     */
    StoredAnswers(
            JdbcClient jdbc,
            JsonMapper json,
            Duration retention,
            boolean logIsElsewhere,
            ExecutorService executor,
            int capacityOfLane) {
        this.jdbc = jdbc;
        this.json = json;
        this.retention = retention.toMillis() / 1000.0;
        this.logIsElsewhere = logIsElsewhere;
        this.executor = executor;
        this.threads = Schedulers.fromExecutorService(executor);
        this.asked =
                new Lanes<>(1, capacityOfLane, WhenFull.REFUSE, MOST_TOGETHER, executor, this::takeAll, BETWEEN_KEYS);
        this.told = new Lanes<>(1, capacityOfLane, WhenFull.REFUSE, MOST_TOGETHER, executor, all -> keepAll(all, true));
        this.toldInLog = new Lanes<>(
                1,
                capacityOfLane,
                WhenFull.REFUSE,
                MOST_TOGETHER,
                executor,
                all -> keepAll(all, false),
                BETWEEN_ANSWERS);
        this.aliveThread = Schedulers.newBoundedElastic(1, 10, "idempotency-alive", 60, true);
        this.signsOfLife = Flux.interval(SIGN_OF_LIFE, aliveThread)
                .onBackpressureDrop()
                .concatMap(beat -> Mono.fromCallable(this::stayAlive).onErrorComplete(), 1)
                .subscribe();
    }

    @Override
    public Mono<Found> take(String key, String fingerprint) {
        return Mono.defer(() -> {
            Told given = beingKept.get(key);
            if (given != null) {
                return Mono.just(found(given, fingerprint));
            }
            Asked one = new Asked(key, fingerprint, owner(), new CompletableFuture<>());
            asked.add(key, one);
            return Mono.fromFuture(one.found(), true);
        });
    }

    private static Found found(Told given, String fingerprint) {
        return given.claim().fingerprint().equals(fingerprint)
                ? new Found.Answered(given.answer())
                : new Found.Reused();
    }

    private String owner() {
        return owners + lastOwner.incrementAndGet();
    }

    private void takeAll(List<Asked> all) {
        long now = System.nanoTime();
        try {
            Map<String, Instant> taken = insert(all);
            elsewhere(() -> all.forEach(one -> complete(one.found(), () -> found(one, taken.get(one.owner()), now))));
        } catch (RuntimeException failure) {
            all.forEach(one -> one.found().completeExceptionally(failure));
        }
    }

    /** Whoever has a key goes on with its request in the same thread: the next ones don't wait for that. */
    private void elsewhere(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException noneIsFree) {
            work.run();
        }
    }

    private Found found(Asked one, @Nullable Instant askedAt, long now) {
        return askedAt == null
                ? existing(one.key(), one.fingerprint())
                : new Found.Free(new Claim(one.key(), one.fingerprint(), one.owner(), askedAt, now, false));
    }

    /**
     * If the database dies, it may only be lost if the command that follows is lost too: its id comes from here. The log flushes
     * what was written before it to the same database; if it is elsewhere, it doesn't.
     *
     * @return by owner when it was asked, for those whose keys were new
     */
    private Map<String, Instant> insert(List<Asked> all) {
        Map<String, Instant> taken = new HashMap<>();
        jdbc.sql("""
                        insert into idempotency_keys (key, fingerprint, owner, claimed_until)
                        select asked.*, now() + make_interval(secs => :claim)
                        from unnest(:keys::text[], :fingerprints::text[], :owners::text[]) asked (key, fingerprint, owner),
                             set_config('synchronous_commit',
                                        case when :flush then current_setting('synchronous_commit') else 'off' end, true)
                        order by asked.key
                        on conflict (key) do nothing
                        returning owner, asked_at""")
                .param("keys", each(all, Asked::key))
                .param("fingerprints", each(all, Asked::fingerprint))
                .param("owners", each(all, Asked::owner))
                .param("claim", CLAIM.toSeconds())
                .param("flush", logIsElsewhere)
                .query(row -> {
                    taken.put(row.getString("owner"), askedAt(row));
                });
        return taken;
    }

    private static <T> String[] each(List<T> all, Function<T, @Nullable String> value) {
        return all.stream().map(value).toArray(String[]::new);
    }

    private static <T> void complete(CompletableFuture<T> waiting, Supplier<T> answer) {
        try {
            waiting.complete(answer.get());
        } catch (RuntimeException failure) {
            waiting.completeExceptionally(failure);
        }
    }

    private record Existing(
            boolean free,
            boolean same,
            boolean left,
            @Nullable KeptAnswer answer) {}

    private Found existing(String key, String fingerprint) {
        Existing existing = jdbc.sql("""
                        select %s as free, fingerprint = :fingerprint as same,
                            owner <> '' and asked_at >= now() - make_interval(secs => :retention) as left,
                            status, headers, body, customer_id, personal
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
            return takeOver(key, fingerprint, existing.same() && existing.left())
                    .<Found>map(Found.Free::new)
                    .orElseGet(Found.UnderWay::new);
        }
        if (!existing.same()) {
            return new Found.Reused();
        }
        return existing.answer() == null ? new Found.UnderWay() : new Found.Answered(existing.answer());
    }

    private Optional<Claim> takeOver(String key, String fingerprint, boolean inherited) {
        String owner = owner();
        long now = System.nanoTime();
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
                .query((row, number) -> new Claim(key, fingerprint, owner, askedAt(row), now, inherited))
                .optional();
    }

    @Override
    public Disposable atWork(Claim claim) {
        underWay.add(claim);
        return () -> underWay.remove(claim);
    }

    @Override
    public Mono<KeptAnswer> keep(Claim claim, KeptAnswer answer) {
        return Mono.fromFuture(
                () -> {
                    Told one = new Told(claim, answer, new CompletableFuture<>());
                    told.add(claim.key(), one);
                    return one.kept();
                },
                true);
    }

    @Override
    public Mono<KeptAnswer> keepSoon(Claim claim, KeptAnswer answer) {
        return Mono.defer(
                () -> mayHaveAnother(claim) || !isBeingKept(claim, answer) ? keep(claim, answer) : Mono.just(answer));
    }

    /**
     * Whether somebody else may be at work on the request, or have been, and have kept another answer, as the command wasn't in the
     * log then: who has taken it from this one, or from whom this one has it. Whoever takes it from now on is told by the log.
     */
    private static boolean mayHaveAnother(Claim claim) {
        return claim.inherited() || System.nanoTime() - claim.takenAt() >= CLAIM.toNanos();
    }

    private boolean isBeingKept(Claim claim, KeptAnswer answer) {
        Told one = new Told(claim, answer, new CompletableFuture<>());
        if (beingKept.putIfAbsent(claim.key(), one) != null) {
            return false;
        }
        one.kept().whenComplete((kept, failure) -> beingKept.remove(claim.key(), one));
        try {
            toldInLog.add(claim.key(), one);
            return true;
        } catch (RejectedExecutionException noRoom) {
            one.kept().cancel(false);
            return false;
        }
    }

    /** One of those that have the same key at a time: a statement can write a row once. */
    private void keepAll(List<Told> all, boolean flush) {
        Map<String, Told> firsts = new LinkedHashMap<>();
        List<Told> others = new ArrayList<>();
        all.forEach(one -> {
            if (firsts.putIfAbsent(one.claim().key(), one) != null) {
                others.add(one);
            }
        });
        keepEach(List.copyOf(firsts.values()), flush);
        if (!others.isEmpty()) {
            keepAll(others, flush);
        }
    }

    private void keepEach(List<Told> all, boolean flush) {
        try {
            Set<String> stored = store(all, flush);
            all.forEach(one -> complete(
                    one.kept(),
                    () -> stored.contains(one.claim().key()) ? one.answer() : kept(one.claim(), one.answer())));
        } catch (RuntimeException failure) {
            if (!flush) {
                LOG.warn("{} answers couldn't be kept; who asks again is told by the log", all.size(), failure);
            }
            all.forEach(one -> one.kept().completeExceptionally(failure));
        }
    }

    /**
     * The claim may be gone, if the database died since.
     *
     * @return the keys of those that are the first answers
     */
    private Set<String> store(List<Told> all, boolean flush) {
        return jdbc.sql("""
                        insert into idempotency_keys as mine
                            (key, fingerprint, asked_at, owner, claimed_until, status, headers, body, customer_id, personal)
                        select key, fingerprint, asked_at::timestamptz, owner, now(), status::smallint, headers, body,
                            customer_id, personal
                        from unnest(:keys::text[], :fingerprints::text[], :askedAts::text[], :owners::text[],
                                    :statuses::text[], :headers::text[], :bodies::text[], :customers::text[],
                                    :personals::text[])
                            told (key, fingerprint, asked_at, owner, status, headers, body, customer_id, personal),
                             set_config('synchronous_commit',
                                        case when :flush then current_setting('synchronous_commit') else 'off' end, true)
                        order by key
                        on conflict (key) do update
                        set status = excluded.status, headers = excluded.headers, body = excluded.body,
                            customer_id = excluded.customer_id, personal = excluded.personal
                        where mine.status is null and mine.fingerprint = excluded.fingerprint
                        and mine.asked_at = excluded.asked_at
                        returning key""")
                .param("keys", each(all, one -> one.claim().key()))
                .param("fingerprints", each(all, one -> one.claim().fingerprint()))
                .param("askedAts", each(all, one -> one.claim().askedAt().toString()))
                .param("owners", each(all, one -> one.claim().owner()))
                .param(
                        "statuses",
                        each(all, one -> Integer.toString(one.answer().status())))
                .param(
                        "headers",
                        each(all, one -> json.writeValueAsString(one.answer().headers())))
                .param("bodies", each(all, one -> one.answer().body()))
                .param(
                        "customers",
                        each(
                                all,
                                one -> personal(
                                        one.answer(), it -> it.customer().value())))
                .param(
                        "personals",
                        each(all, one -> personal(one.answer(), it -> it.body().text())))
                .param("flush", flush)
                .query(String.class)
                .set();
    }

    private static @Nullable String personal(KeptAnswer answer, Function<KeptAnswer.Personal, String> part) {
        return answer.personal() == null ? null : part.apply(answer.personal());
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
        if (claim.inherited()) {
            return abandon(claim);
        }
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

    private List<Claim> claims() {
        return Stream.concat(underWay.stream(), beingKept.values().stream().map(Told::claim))
                .toList();
    }

    /**
     * An owner has one key only: those that someone took over are not this node's any more. Those that are being answered
     * need no sign of life; to wait for them, with others locked, would be a deadlock.
     */
    private int stayAlive() {
        List<Claim> claims = claims();
        if (claims.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
                        update idempotency_keys mine set claimed_until = now() + make_interval(secs => :claim)
                        from (select key from idempotency_keys
                              where key = any(:keys) and owner = any(:owners) and status is null
                              for update skip locked) alive
                        where mine.key = alive.key""")
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
        return new Existing(
                row.getBoolean("free"), row.getBoolean("same"), row.getBoolean("left"), answered ? answer(row) : null);
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

    /** First of all what has been given is stored: nobody looks for what waits once its threads are shut down. */
    @Override
    public void close() {
        CompletableFuture.allOf(beingKept.values().stream().map(Told::kept).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, CLAIM.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(failure -> null)
                .join();
        signsOfLife.dispose();
        aliveThread.dispose();
    }
}
