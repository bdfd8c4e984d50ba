package io.ledgerline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.database.DatabaseProperties.Access;
import io.ledgerline.query.api.OtherNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class SharedViewsTest {

    /** Not started: what is said here nobody hears. */
    private final SharedViews views = new SharedViews(
            new Signals(new Access("jdbc:postgresql://127.0.0.1:1/none", null, null, 1), "test", "here"));

    private final AtomicInteger one = new AtomicInteger();
    private final AtomicInteger other = new AtomicInteger();

    @Test
    void givenFollowersOfTwoThings_whenOneWasWrittenElsewhere_thenItsFollowersAreTold() {
        views.news("orders", "75").subscribe(news -> one.incrementAndGet());
        views.news("orders", "76").subscribe(news -> other.incrementAndGet());

        views.told("orders 75");
        views.told("products 76");

        assertThat(one).hasValue(1);
        assertThat(other).hasValue(0);
    }

    /** Who reads a thing because it was written must not read what is remembered of it. */
    @Test
    void givenAListenerAndAFollower_whenSomethingWasWrittenElsewhere_thenTheListenerIsToldFirst() {
        List<String> told = new ArrayList<>();
        views.news("orders", "75").subscribe(news -> told.add("follower"));
        views.listen("orders", new OtherNodes.Listener() {

            @Override
            public void written(String key) {
                told.add("listener of " + key);
            }

            @Override
            public void anythingMayHaveBeenWritten() {}
        });

        views.told("orders 75");

        assertThat(told).containsExactly("listener of 75", "follower");
    }

    @Test
    void givenAFollowerHasGone_whenTheThingIsWritten_thenTheOtherIsTold() {
        Disposable gone = views.news("orders", "75").subscribe(news -> one.incrementAndGet());
        views.news("orders", "75").subscribe(news -> other.incrementAndGet());

        gone.dispose();
        views.told("orders 75");

        assertThat(one).hasValue(0);
        assertThat(other).hasValue(1);
    }

    @Test
    void givenFollowers_whenSomethingMayHaveBeenMissedTwice_thenEachIsToldAfterTheLast() {
        views.news("orders", "75").subscribe(news -> one.incrementAndGet());
        views.news("orders", "76").subscribe(news -> other.incrementAndGet());

        views.mayHaveMissedSome();
        await().untilAtomic(one, count -> assertThat(count).isEqualTo(1));
        views.mayHaveMissedSome();
        views.mayHaveMissedSome();

        await().untilAsserted(() -> {
            assertThat(one).hasValueGreaterThan(1);
            assertThat(other).hasValueGreaterThan(1);
        });
    }
}
