package io.ledgerline.kernel;

import java.util.Map;

/**
 * A {@link Rejection} as it travels between nodes: an exception's type is lost on the way, its details are not.
 *
 * @param details further members of the problem, JSON values only
 */
public record Refusal(Rejection.Kind kind, String code, String message, Map<String, Object> details) {

    public static Refusal of(Rejection rejection) {
        return new Refusal(rejection.kind(), rejection.code(), rejection.getMessage(), rejection.details());
    }
}
