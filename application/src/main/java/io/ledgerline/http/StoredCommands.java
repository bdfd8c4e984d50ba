package io.ledgerline.http;

import io.ledgerline.http.Answer.Accepted;
import io.ledgerline.http.CommandState.Outcome;
import io.ledgerline.http.CommandState.Status;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.web.RequestContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Table {@code commands}. Blocks. The database's clock decides who is dead, as nodes' clocks differ. */
final class StoredCommands {

    /** Whoever is at work on a command says so again well within this time. */
    static final Duration CLAIM = Duration.ofSeconds(5);

    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final SubmissionJson submissions;
    private final JsonMapper json;

    StoredCommands(JdbcClient jdbc, SubmissionJson submissions, JsonMapper json) {
        this.jdbc = jdbc;
        this.submissions = submissions;
        this.json = json;
    }

    /**
     * A command that someone is at work on.
     *
     * @param attempt how often that has been tried, this time too
     */
    record Claimed(SubmittedCommand command, int attempt) {}

    /** Unless it is known already; whether it was new. */
    boolean insert(SubmittedCommand command, @Nullable Outcome outcome) {
        RequestContext context = command.context();
        return jdbc.sql("""
                        insert into commands (command_id, stream, type, request, submission, who, why, request_id,
                                              only_for, effective_at, expected_version, status, finished_at, answer, problem)
                        values (:id, :stream, :type, :request, :submission, :who, :why, :requestId,
                                :onlyFor, :effectiveAt, :expected, :status, case when :status = 'pending' then null else now() end,
                                :answer, :problem)
                        on conflict (command_id) do nothing""")
                        .param("id", command.id())
                        .param("stream", command.stream())
                        .param("type", submissions.type(command.submission()))
                        .param("request", command.request())
                        .param("submission", submissions.write(command.submission()))
                        .param("who", context.caller())
                        .param("why", context.why())
                        .param("requestId", context.requestId())
                        .param(
                                "onlyFor",
                                context.onlyFor() == null
                                        ? null
                                        : context.onlyFor().value())
                        .param(
                                "effectiveAt",
                                context.effectiveAt() == null
                                        ? null
                                        : context.effectiveAt().atOffset(ZoneOffset.UTC))
                        .param("expected", command.expectedVersion())
                        .param("status", (outcome == null ? Status.PENDING : outcome.status()).stored())
                        .param("answer", outcome == null ? null : text(outcome.answer()))
                        .param("problem", outcome == null ? null : text(outcome.problem()))
                        .update()
                == 1;
    }

    /**
     * @param caller who sent it; null if it may be anyone's
     */
    Optional<CommandState> find(String commandId, @Nullable String caller) {
        return jdbc.sql("""
                        select command_id, status, accepted_at, finished_at, answer, problem
                        from commands where command_id = :id and (:caller::text is null or who = :caller)""")
                .param("id", commandId)
                .param("caller", caller)
                .query((row, number) -> state(row))
                .optional();
    }

    /** The oldest that wait, one of each stream. */
    List<Claimed> claim(int atMost) {
        return jdbc.sql("""
                        update commands set attempts = attempts + 1, not_before = now() + make_interval(secs => :claim)
                        where command_id in (
                            select command_id from commands candidate
                            where status = 'pending' and not_before < now() and not exists (
                                select from commands earlier
                                where earlier.status = 'pending' and earlier.stream = candidate.stream
                                and earlier.position < candidate.position)
                            order by position limit :most for update skip locked)
                        and status = 'pending'
                        returning *""")
                .param("claim", CLAIM.toSeconds())
                .param("most", atMost)
                .query((row, number) -> new Claimed(command(row), row.getInt("attempts")))
                .list();
    }

    void stayAlive(Collection<String> commandIds) {
        jdbc.sql("""
                        update commands set not_before = now() + make_interval(secs => :claim)
                        where command_id = any(:ids) and status = 'pending'""")
                .param("claim", CLAIM.toSeconds())
                .param("ids", commandIds.toArray(String[]::new))
                .update();
    }

    void tryAgain(String commandId, Duration pause) {
        jdbc.sql("""
                        update commands set not_before = now() + make_interval(secs => ?)
                        where command_id = ? and status = 'pending'""").params(pause.toSeconds(), commandId).update();
    }

    /** The first outcome stays: whoever was taken for dead may come late with his. */
    void finish(String commandId, Outcome outcome) {
        jdbc.sql("""
                        update commands set status = :status, finished_at = now(), answer = :answer, problem = :problem
                        where command_id = :id and status = 'pending'""")
                .param("status", outcome.status().stored())
                .param("answer", text(outcome.answer()))
                .param("problem", text(outcome.problem()))
                .param("id", commandId)
                .update();
    }

    int waiting() {
        return jdbc.sql("select count(*) from commands where status = 'pending'")
                .query(Integer.class)
                .single();
    }

    /** Removes some of those that ended longer ago than this; how many. */
    int forget(Duration retention, int atMost) {
        return jdbc.sql("""
                        delete from commands where command_id in (
                            select command_id from commands where finished_at < now() - make_interval(secs => ?)
                            order by finished_at limit ? for update skip locked)""").params(retention.toMillis() / 1000.0, atMost).update();
    }

    private SubmittedCommand command(ResultSet row) throws SQLException {
        return new SubmittedCommand(
                row.getString("request"),
                submissions.read(row.getString("submission")),
                new RequestContext(
                        row.getString("who"),
                        row.getString("request_id"),
                        row.getString("command_id"),
                        row.getString("why"),
                        instant(row, "effective_at"),
                        null,
                        customer(row.getString("only_for"))),
                row.getString("expected_version"));
    }

    private static @Nullable CustomerId customer(@Nullable String id) {
        return id == null ? null : new CustomerId(id);
    }

    private CommandState state(ResultSet row) throws SQLException {
        String answer = row.getString("answer");
        String problem = row.getString("problem");
        return new CommandState(
                row.getString("command_id"),
                Status.of(row.getString("status")),
                row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
                instant(row, "finished_at"),
                answer == null ? null : json.readValue(answer, Accepted.class),
                problem == null ? null : json.readValue(problem, MEMBERS));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private @Nullable String text(@Nullable Object value) {
        return value == null ? null : json.writeValueAsString(value);
    }
}
