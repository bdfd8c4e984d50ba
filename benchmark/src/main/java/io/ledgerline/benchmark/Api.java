package io.ledgerline.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program as its clients reach it. */
final class Api {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI address;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    Api(URI address) {
        this.address = address;
    }

    record Answer(int status, String body) {

        boolean succeeded() {
            return status >= 200 && status < 300;
        }

        JsonNode json() {
            return JSON.readTree(body);
        }

        /** What to count it under: {@link Load.Client#DONE}, or the status and the problem's code. */
        String outcome() {
            return succeeded() ? Load.Client.DONE : status + " " + code();
        }

        private String code() {
            int begin = body.indexOf("\"code\":\"");
            return begin < 0 ? "" : body.substring(begin + 8, body.indexOf('"', begin + 8));
        }
    }

    /**
     * @param headers names and values, in turn
     */
    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Answer post(String path, String json, String... headers) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.ofString(json), headers);
    }

    Answer put(String path, String json, String... headers) throws IOException, InterruptedException {
        return send("PUT", path, BodyPublishers.ofString(json), headers);
    }

    private Answer send(String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(5))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** @throws IOException unless it succeeded */
    static Answer expect(Answer answer) throws IOException {
        if (!answer.succeeded()) {
            throw new IOException("%d: %s".formatted(answer.status(), answer.body()));
        }
        return answer;
    }
}
