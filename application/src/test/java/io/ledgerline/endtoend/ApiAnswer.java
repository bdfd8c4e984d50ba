package io.ledgerline.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came back, of whatever kind.
 *
 * @param body of a live read: its beginning
 */
record ApiAnswer(int status, Map<String, List<String>> headers, String body) {

    private static final String EVENTS = "text/event-stream";

    static ApiAnswer of(HttpResponse<InputStream> response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(response.headers().map());
        ApiAnswer head = new ApiAnswer(response.statusCode(), headers, "");
        try (InputStream body = response.body()) {
            String text = head.isLive() ? beginning(body) : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new ApiAnswer(head.status, headers, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first event, or the first comment. */
    private static String beginning(InputStream body) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        StringBuilder read = new StringBuilder();
        for (String line = lines.readLine(); line != null && !(line.isEmpty() && read.length() > 0); ) {
            read.append(line).append('\n');
            line = lines.readLine();
        }
        return read.toString();
    }

    Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Without its parameters. */
    String type() {
        return header("Content-Type").map(type -> type.split(";")[0].strip()).orElse("none");
    }

    boolean isLive() {
        return type().equals(EVENTS);
    }

    boolean isText() {
        return type().equals("application/x-ndjson") || type().equals("text/csv");
    }

    /** What of the body is JSON, one after the other. */
    List<JsonNode> documents() {
        return switch (type()) {
            case EVENTS -> {
                String data = body.lines()
                        .filter(line -> line.startsWith("data:"))
                        .map(line -> line.substring("data:".length()))
                        .collect(Collectors.joining("\n"));
                yield data.isBlank() ? List.of() : List.of(json(data));
            }
            case "application/x-ndjson" -> body.lines().map(ApiAnswer::json).toList();
            case "text/csv" -> List.of();
            default -> Stream.of(json(body)).toList();
        };
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
