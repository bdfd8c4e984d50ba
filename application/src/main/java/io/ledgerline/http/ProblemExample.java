package io.ledgerline.http;

import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * A code that a refusal can have, with an example of it: what the API document and {@code docs/errors.md} tell.
 *
 * @param about the contexts whose commands are refused like that, and the operations; {@code access} if anything is,
 *     whatever it is about, {@code process} if no client is, but a process
 * @param when completes "refused when …"
 * @param members further ones of the problem
 */
record ProblemExample(
        String code, int status, List<String> about, String when, String detail, Map<String, Object> members) {

    static final List<ProblemExample> ALL = read();

    private static final String EXAMPLES = "#/components/examples/";

    private static List<ProblemExample> read() {
        try (InputStream file = ProblemExample.class.getResourceAsStream("/problems.json")) {
            return List.of(JsonMapper.shared().readValue(Objects.requireNonNull(file), ProblemExample[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Object> body() {
        return new Problem(HttpStatus.valueOf(status), code, detail, members, HttpHeaders.EMPTY).body("/orders/75");
    }

    /** For the document's components, under its code. */
    Example example() {
        return new Example().summary("Refused when " + when).value(body());
    }

    /** Names the examples of the refusals of what is asked about beside the answers that they belong to. */
    static void addTo(ApiResponses answers, Set<String> asked) {
        for (ProblemExample problem : ALL) {
            var answer = answers.get(Integer.toString(problem.status));
            if (answer != null
                    && answer.getContent() != null
                    && problem.about.stream().anyMatch(asked::contains)) {
                for (MediaType body : answer.getContent().values()) {
                    body.addExamples(problem.code, new Example().$ref(EXAMPLES + problem.code));
                }
            }
        }
    }
}
