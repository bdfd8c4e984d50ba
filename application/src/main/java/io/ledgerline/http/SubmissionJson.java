package io.ledgerline.http;

import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Submission;
import io.ledgerline.kernel.web.Submission.Step;
import java.util.List;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Submissions as JSON, their commands under logical names. */
final class SubmissionJson {

    private record Stored(
            Resource resource,
            Resource target,
            boolean creates,
            List<StoredStep> conditions,
            StoredCommand command,
            List<StoredStep> followUps) {}

    private record StoredStep(String suffix, Resource target, StoredCommand command) {}

    private record StoredCommand(String type, @Nullable String revision, JsonNode payload) {}

    private final Serializer serializer;
    private final JsonMapper json = new JsonMapper();

    SubmissionJson(Serializer serializer) {
        this.serializer = serializer;
    }

    /** The command's logical name. */
    String type(Submission submission) {
        return serializer.typeForClass(submission.command().getClass()).getName();
    }

    String write(Submission submission) {
        return json.writeValueAsString(new Stored(
                submission.resource(),
                submission.target(),
                submission.creates(),
                submission.conditions().stream().map(this::stored).toList(),
                stored(submission.command()),
                submission.followUps().stream().map(this::stored).toList()));
    }

    private StoredStep stored(Step step) {
        return new StoredStep(step.suffix(), step.target(), stored(step.command()));
    }

    private StoredCommand stored(Object command) {
        SerializedObject<String> serialized = serializer.serialize(command, String.class);
        return new StoredCommand(
                serialized.getType().getName(),
                serialized.getType().getRevision(),
                json.readTree(serialized.getData()));
    }

    Submission read(String text) {
        Stored stored = json.readValue(text, Stored.class);
        return new Submission(
                stored.resource(),
                stored.target(),
                stored.creates(),
                stored.conditions().stream().map(this::step).toList(),
                command(stored.command()),
                stored.followUps().stream().map(this::step).toList(),
                null);
    }

    private Step step(StoredStep stored) {
        return new Step(stored.suffix(), stored.target(), command(stored.command()));
    }

    private Object command(StoredCommand stored) {
        Object command = serializer.deserialize(new SimpleSerializedObject<>(
                json.writeValueAsString(stored.payload()), String.class, stored.type(), stored.revision()));
        if (command == null) {
            throw new IllegalStateException("a command of type " + stored.type() + " is empty");
        }
        return command;
    }
}
