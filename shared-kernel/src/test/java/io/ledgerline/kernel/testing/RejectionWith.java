package io.ledgerline.kernel.testing;

import io.ledgerline.kernel.Rejection;
import java.util.Map;
import org.hamcrest.Description;
import org.hamcrest.Matcher;
import org.hamcrest.TypeSafeMatcher;

/** What fixtures expect of a rejection beside its type. */
public final class RejectionWith {

    private RejectionWith() {}

    public static Matcher<Rejection> details(Map<String, Object> details) {
        return new TypeSafeMatcher<>() {
            @Override
            protected boolean matchesSafely(Rejection rejection) {
                return rejection.details().equals(details);
            }

            @Override
            public void describeTo(Description description) {
                description.appendText("a rejection with ").appendValue(details);
            }

            @Override
            protected void describeMismatchSafely(Rejection rejection, Description description) {
                description.appendText("had ").appendValue(rejection.details());
            }
        };
    }
}
