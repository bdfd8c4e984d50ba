package io.ledgerline.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A shop's front end, as careful as one has to be: it asks again until it has an answer, and remembers it. */
final class Front {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private final URI address;
    private final Gate gate;
    private final Memory memory;

    Front(URI address, Gate gate, Memory memory) {
        this.address = address;
        this.gate = gate;
        this.memory = memory;
    }

    /** The command's answer, however long that takes and whatever happens meanwhile. */
    Answer send(Command command) throws InterruptedException {
        memory.sends(command);
        HttpRequest request = request(command);
        for (int attempt = 1; ; attempt++) {
            Optional<Answer> answer = tryToSend(request);
            if (answer.isPresent() && answer.get().isFinal()) {
                memory.remember(new Sent(command, attempt, answer.get()));
                return answer.get();
            }
            memory.failed(answer);
            gate.await(MOMENT);
        }
    }

    private HttpRequest request(Command command) {
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
        return tryToSend(HttpRequest.newBuilder(address.resolve(path))
                        .timeout(TIMEOUT)
                        .build())
                .filter(Answer::isSuccess);
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
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return Optional.of(new Answer(response.statusCode(), response.body()));
        } catch (IOException lost) {
            return Optional.empty();
        }
    }
}
