package io.ledgerline.benchmark;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The program as its clients reach it who wait for each answer. */
final class Api {

    private final Http http;

    Api(Http http) {
        this.http = http;
    }

    /**
     * @param headers names and values, in turn
     */
    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send(Request.get(path), headers);
    }

    Answer post(String path, String json, String... headers) throws IOException, InterruptedException {
        return send(Request.post(path, json), headers);
    }

    Answer put(String path, String json, String... headers) throws IOException, InterruptedException {
        return send(Request.put(path, json), headers);
    }

    private Answer send(Request request, String... headers) throws IOException, InterruptedException {
        Request headed = request;
        for (int i = 0; i < headers.length; i += 2) {
            headed = headed.with(headers[i], headers[i + 1]);
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        http.send(headed, answer::complete);
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** @throws IOException unless it succeeded */
    static Answer expect(Answer answer) throws IOException {
        if (!answer.succeeded()) {
            throw new IOException("%d: %s".formatted(answer.status(), answer.text()));
        }
        return answer;
    }
}
