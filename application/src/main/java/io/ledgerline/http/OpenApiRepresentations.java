package io.ledgerline.http;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.ledgerline.http.Answer.Accepted;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A command that is asked to is answered with what it changed: the document says so, in the words of the reads. */
final class OpenApiRepresentations {

    private static final String ACCEPTED = "/" + Accepted.class.getSimpleName();

    private OpenApiRepresentations() {}

    static void describe(OpenAPI document) {
        document.getPaths()
                .forEach((path, item) -> Stream.of(item.getPost(), item.getPut(), item.getDelete())
                        .flatMap(command -> accepted(command).stream())
                        .forEach(answer -> read(document, path)
                                .ifPresent(shown -> answer.setSchema(new Schema<>()
                                        .addAnyOfItem(answer.getSchema())
                                        .addAnyOfItem(shown)))));
    }

    /** Where a command's small body is told. */
    private static Optional<MediaType> accepted(@Nullable Operation command) {
        return Stream.ofNullable(command)
                .flatMap(operation -> Stream.of("200", "201")
                        .flatMap(status ->
                                Stream.ofNullable(operation.getResponses().get(status))))
                .flatMap(answer -> json(answer).stream())
                .filter(json -> json.getSchema() != null
                        && json.getSchema().get$ref() != null
                        && json.getSchema().get$ref().endsWith(ACCEPTED))
                .findFirst();
    }

    /** What is read at the address of what the command is about. */
    private static Optional<Schema<?>> read(OpenAPI document, String command) {
        String collection = command.endsWith("/payments") ? "/payments" : "/" + command.split("/")[1];
        return document.getPaths().entrySet().stream()
                .filter(path -> path.getKey().matches(collection + "/\\{[^/]+}"))
                .map(Map.Entry::getValue)
                .flatMap(item -> Stream.ofNullable(item.getGet()))
                .flatMap(read -> Stream.ofNullable(read.getResponses().get("200")))
                .flatMap(answer -> json(answer).stream())
                .<Schema<?>>map(MediaType::getSchema)
                .findFirst();
    }

    private static Optional<MediaType> json(ApiResponse answer) {
        Content content = answer.getContent();
        return content == null ? Optional.empty() : Optional.ofNullable(content.get(APPLICATION_JSON_VALUE));
    }
}
