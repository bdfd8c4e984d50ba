package io.ledgerline.query;

import static org.axonframework.messaging.responsetypes.ResponseTypes.instanceOf;

import io.ledgerline.query.api.OtherNodes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.axonframework.common.Registration;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryMessage;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Reads one thing from a view, now or as it changes. Nothing here blocks, and nobody who waits holds a thread or a
 * connection.
 *
 * @param <A> what the view's query is answered with: none of the thing, or one
 * @param <V> the thing
 */
public final class ViewReader<A, V extends Newest<V>> {

    /** Any number would do: what is missed here is in the answer that is asked for after the subscription. */
    private static final int REPLAYED_UPDATES = 1;

    /** Far more than a query takes. Who asks gets an answer, even if a database connection hangs. */
    public static final Duration LONGEST_QUERY = Duration.ofSeconds(10);

    /** What other nodes say may get lost, so who waits looks again himself, too. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final QueryGateway queries;
    private final Class<A> answer;
    private final Function<A, Optional<V>> found;
    private final Class<V> update;
    private final OtherNodes others;

    /**
     * @param update what is emitted to those who follow the same query
     */
    public ViewReader(
            QueryGateway queries, Class<A> answer, Function<A, Optional<V>> found, Class<V> update, OtherNodes others) {
        this.queries = queries;
        this.answer = answer;
        this.found = found;
        this.update = update;
        this.others = others;
    }

    /** The thing as the view has it now; empty if unknown. */
    public Mono<V> read(Object query) {
        return Mono.defer(() -> {
                    CompletableFuture<A> asked = queries.query(query, answer);
                    // What is remembered is there already: no timer is started for it.
                    return asked.isDone()
                            ? Mono.fromFuture(asked)
                            : Mono.fromFuture(asked).timeout(LONGEST_QUERY);
                })
                .mapNotNull(a -> found.apply(a).orElse(null));
    }

    /**
     * The thing once it has got so far. Empty if it is still unknown when the time is over; if it is known but behind,
     * {@link ReadRefused.ViewBehind}.
     */
    public Mono<V> read(Followed query, Freshness freshness) {
        return read(query, freshness, state -> state.version() >= freshness.minVersion());
    }

    public Mono<V> read(Followed query, Freshness freshness, Predicate<V> reached) {
        if (!freshness.asked()) {
            return read(query);
        }
        // Most views are there already: only who comes too early subscribes, and then looks again.
        return first(query, reached)
                .flatMap(first -> first.filter(reached).isPresent()
                                || freshness.patience().isZero()
                        ? Mono.justOrEmpty(first)
                        : states(query, Flux.interval(LOOK_AGAIN))
                                .startWith(Mono.justOrEmpty(first))
                                .takeUntil(reached)
                                .takeUntilOther(Mono.delay(freshness.patience()))
                                .takeLast(1)
                                .next())
                .flatMap(last ->
                        reached.test(last) ? Mono.just(last) : Mono.error(new ReadRefused.ViewBehind(last.version())));
    }

    /** What is remembered does if it is new enough. Nobody waits, or is told that the view is behind, for what it was. */
    private Mono<Optional<V>> first(Followed query, Predicate<V> reached) {
        Followed afresh = query.freshly();
        return now(query)
                .flatMap(first ->
                        first.filter(reached).isPresent() || afresh.equals(query) ? Mono.just(first) : now(afresh));
    }

    private Mono<Optional<V>> now(Followed query) {
        return read(query).map(Optional::of).defaultIfEmpty(Optional.empty());
    }

    /**
     * The thing as it once was; if it wasn't then, {@link ReadRefused.NotThereYet} or {@link ReadRefused.VersionNotFound}.
     *
     * @param query for {@code asOf}
     * @param present the thing as it is now
     */
    public Mono<V> read(Object query, AsOf asOf, Mono<V> present) {
        return read(query).switchIfEmpty(present.flatMap(now -> Mono.error(notThen(asOf, now.version()))));
    }

    private static ReadRefused notThen(AsOf asOf, long last) {
        if (asOf.version() == null) {
            return new ReadRefused.NotThereYet();
        }
        // A history that is being made anew may be behind what is shown.
        return asOf.version() > last ? new ReadRefused.VersionNotFound(last) : new ReadRefused.ViewBehind(last);
    }

    /**
     * The present state, then newer ones. A slow reader gets the latest when it asks for more; what came in between is
     * dropped.
     *
     * @param reminders at each of which the view is read again
     */
    Flux<V> states(Followed followed, Publisher<?> reminders) {
        // What this node remembers may be older than what it has just been told of, or looks for.
        Followed query = followed.freshly();
        return Flux.using(
                        () -> queries.subscriptionQuery(
                                QueryMessage.queryName(query),
                                query,
                                instanceOf(answer),
                                instanceOf(update),
                                REPLAYED_UPDATES),
                        subscription -> Flux.merge(
                                subscription.updates(),
                                subscription
                                        .initialResult()
                                        .mapNotNull(a -> found.apply(a).orElse(null)),
                                // The last one counts: what is being read may be older than that.
                                Flux.merge(reminders, others.news(query.followedIn(), query.followedAs()))
                                        .onBackpressureLatest()
                                        .publishOn(Schedulers.parallel(), 1)
                                        .concatMap(reminder -> read(query), 1)),
                        ViewReader::leave)
                .scan(V::newest)
                .filter(V::whole)
                .distinctUntilChanged()
                .onBackpressureLatest()
                // Not on the projection's thread: it has other things to do than to wait for readers.
                .publishOn(Schedulers.parallel(), 1);
    }

    /** On a thread that may wait: as long as an update is being emitted, the subscription can't be closed. */
    private static void leave(Registration subscription) {
        Schedulers.boundedElastic().schedule(subscription::cancel);
    }
}
