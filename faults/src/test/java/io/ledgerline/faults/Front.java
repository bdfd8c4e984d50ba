package io.ledgerline.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A shop's front end, as careful as one has to be: it asks again until it has an answer, and remembers it. And more than
 * one has to be: it asks twice at the same time, and again when it knows the answer.
 */
final class Front {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(50);

    /** One of so many commands is sent twice from the beginning. */
    private static final int TWICE = 3;

    /** What an answer is made of, beside its status and body. */
    private static final List<String> HEADERS = List.of("content-type", "etag", "location", "preference-applied");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private final URI address;
    private final Gate gate;
    private final Memory memory;
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private volatile URI other;

    Front(URI address, Gate gate, Memory memory) {
        this.address = address;
        this.gate = gate;
        this.memory = memory;
        this.other = address;
    }

    /** Another program on the same database: a request's twin goes there, and what the first doesn't answer. */
    void alsoSendTo(URI address) {
        other = address;
    }

    /** The commands whose first answer somebody waits for. */
    Set<String> unanswered() {
        return Set.copyOf(unanswered);
    }

    /** The command with its answer, however long that takes and whatever happens meanwhile. */
    Sent send(Command command) throws InterruptedException {
        memory.sends(command);
        unanswered.add(command.id());
        boolean twice = Math.floorMod(command.id().hashCode(), TWICE) == 0;
        CompletableFuture<Optional<Answer>> twin =
                twice ? sendTwin(command) : CompletableFuture.completedFuture(Optional.empty());
        Sent sent = sendUntilAnswered(command);
        memory.remember(sent);
        unanswered.remove(command.id());
        compare(sent, twin);
        return sent;
    }

    /** Sends a command that was answered, and its twin. */
    void sendAgain(Sent sent) throws InterruptedException {
        CompletableFuture<Optional<Answer>> twin = sendTwin(sent.command());
        memory.compare(sent, sendUntilAnswered(sent.command()).answer());
        compare(sent, twin);
    }

    private Sent sendUntilAnswered(Command command) throws InterruptedException {
        int turn = command.id().hashCode() & 1;
        for (int attempt = 1; ; attempt++) {
            Optional<Answer> answer = tryToSend(request(command, turn(turn + attempt)));
            if (answer.isPresent() && answer.get().isFinal()) {
                return new Sent(command, attempt, answer.get());
            }
            memory.failed(answer);
            gate.await(MOMENT);
        }
    }

    /** One program, or the other if there is one. */
    private URI turn(int turn) {
        return (turn & 1) == 0 ? address : other;
    }

    private CompletableFuture<Optional<Answer>> sendTwin(Command command) {
        return http.sendAsync(request(command, other), BodyHandlers.ofString())
                .handle((response, lost) -> Optional.ofNullable(response).map(Front::answer));
    }

    private void compare(Sent sent, CompletableFuture<Optional<Answer>> twin) {
        twin.join().filter(Answer::isFinal).ifPresent(answer -> memory.compare(sent, answer));
    }

    private static HttpRequest request(Command command, URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(command.path()))
                .timeout(TIMEOUT)
                .header("Idempotency-Key", command.id())
                .header("X-Request-Id", command.id());
        if (command.ifMatch() != null) {
            request.header("If-Match", "\"" + command.ifMatch() + "\"");
        }
        if (command.body() == null) {
            return request.method(command.method(), BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", "application/json")
                .method(command.method(), BodyPublishers.ofString(command.body()))
                .build();
    }

    /** Empty if there is no such thing yet, or the program can't say now. */
    Optional<Answer> read(String path) throws InterruptedException {
        for (int turn = 0; turn < 2; turn++) {
            Optional<Answer> answer =
                    tryToSend(HttpRequest.newBuilder(turn(turn).resolve(path))
                            .timeout(TIMEOUT)
                            .build());
            if (answer.isPresent() && answer.get().status() >= 500) {
                memory.failed(answer);
            }
            if (answer.isPresent() || other.equals(address)) {
                return answer.filter(Answer::isSuccess);
            }
        }
        return Optional.empty();
    }

    /** Has something looked at that takes no command. Empty if the program can't say now. */
    Optional<Answer> ask(String path) throws InterruptedException {
        return tryToSend(HttpRequest.newBuilder(address.resolve(path))
                        .timeout(TIMEOUT)
                        .POST(BodyPublishers.noBody())
                        .build())
                .filter(Answer::isSuccess);
    }

    /** Empty if it can't say now. */
    Optional<Answer> upload(String path, String csv) throws InterruptedException {
        return tryToSend(HttpRequest.newBuilder(address.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(csv))
                .build());
    }

    private Optional<Answer> tryToSend(HttpRequest request) throws InterruptedException {
        try {
            return Optional.of(answer(http.send(request, BodyHandlers.ofString())));
        } catch (IOException lost) {
            return Optional.empty();
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        Map<String, String> headers = new HashMap<>();
        HEADERS.forEach(name -> response.headers().firstValue(name).ifPresent(value -> headers.put(name, value)));
        return new Answer(response.statusCode(), Map.copyOf(headers), response.body());
    }
}
