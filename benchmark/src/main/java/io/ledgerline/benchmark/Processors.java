package io.ledgerline.benchmark;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** What reads the program's log, as its administrators see and steer it. */
final class Processors {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private static final String SKIP = """
            update write.processor_token
            set token = convert_to(format('{"globalIndex":%s}', (select max(position) from write.events)), 'UTF8')""";

    private final Api api;

    Processors(Api api) {
        this.api = api;
    }

    /** What is written to the log meanwhile doesn't concern those that touch the world. Views are made of it. */
    void skip(Connection connection, Step events) throws Exception {
        List<String> processes = names("write");
        awaitLag("write", Duration.ofMinutes(2));
        for (String process : processes) {
            Api.expect(api.post("/admin/processors/" + process + "/pause", ""));
        }
        events.run();
        try (PreparedStatement skip = connection.prepareStatement(SKIP)) {
            skip.executeUpdate();
        }
        for (String process : processes) {
            Api.expect(api.post("/admin/processors/" + process + "/start", ""));
        }
    }

    /** Something that takes its time. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** Until all views know all that happened. */
    void awaitViews() throws IOException, InterruptedException {
        awaitLag("read", Duration.ofHours(3));
    }

    private void awaitLag(String side, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (lag(side) > 0) {
            if (System.nanoTime() > deadline) {
                throw new IOException("Processors don't catch up: " + all());
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
    }

    private long lag(String side) throws IOException, InterruptedException {
        long most = 0;
        for (JsonNode processor : all()) {
            if (processor.path("side").asString().equals(side)) {
                // Null while nobody has begun: that is behind, too.
                most = Math.max(most, processor.path("lagEvents").asLong(1));
            }
        }
        return most;
    }

    private List<String> names(String side) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (JsonNode processor : all()) {
            if (processor.path("side").asString().equals(side)) {
                names.add(processor.path("name").asString());
            }
        }
        return names;
    }

    private JsonNode all() throws IOException, InterruptedException {
        return Api.expect(api.get("/admin/processors")).json().path("items");
    }
}
