package io.ledgerline.http;

import io.ledgerline.kernel.Identifiers;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What became of commands that were to be carried out later. */
@RestController
@RequestMapping(path = "/commands", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Commands")
class CommandEndpoint {

    static final String PATH = "/commands/";

    /** What can't be the id of anything is not asked for: no database takes every character. */
    private static final Pattern FORM = Pattern.compile(Identifiers.PATTERN);

    private final Commands commands;

    CommandEndpoint(Commands commands) {
        this.commands = commands;
    }

    static final class CommandNotFound extends Rejection {
        CommandNotFound() {
            super(Kind.UNKNOWN, "command_not_found", "There is no such command, or it is someone else's.", Map.of());
        }
    }

    /** A customer's own; anyone's for those who see everybody's things. */
    @GetMapping("/{commandId}")
    @Operation(
            operationId = "readCommand",
            summary = "What became of a command that was sent with `Prefer: respond-async`",
            description = "`answer` is what the command would have been answered with, `problem` why it was refused.")
    @AllowedTo({Role.CUSTOMER, Role.OPERATOR, Role.AUDITOR})
    Mono<CommandState> one(@PathVariable String commandId, RequestContext context) {
        String sender = context.onlyFor() == null ? null : context.caller();
        return Mono.just(commandId)
                .filter(FORM.asMatchPredicate())
                .flatMap(id -> commands.find(id, sender))
                .switchIfEmpty(Mono.error(CommandNotFound::new));
    }
}
