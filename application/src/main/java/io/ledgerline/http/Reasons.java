package io.ledgerline.http;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.CustomerKeys;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.kernel.WithReason;
import io.ledgerline.kernel.web.Owners;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What people write down about a customer's orders and payments may name that customer: it is encrypted with the
 * customer's key before the command is sent, or stored anywhere.
 */
final class Reasons {

    private final Owners owners;
    private final CustomerKeys keys;

    Reasons(Owners owners, CustomerKeys keys) {
        this.owners = owners;
        this.keys = keys;
    }

    /** Nothing that has an owner has this id, so nobody's key is there to encrypt with. Told as the command would be. */
    private static final class NothingThere extends Rejection {

        NothingThere(String type, String id) {
            super(Kind.UNKNOWN, type + "_not_found", "There is no %s %s.".formatted(type, id), Map.of());
        }
    }

    /** The command as it may be stored. */
    Mono<SubmittedCommand> encrypted(SubmittedCommand command) {
        if (!isAboutCustomer(command) || !saysAnything(command)) {
            return Mono.just(command);
        }
        if (command.submission().refusal() != null) {
            // It leaves no event, and whose it would be can't be known in every case.
            return Mono.just(without(command));
        }
        return customer(command)
                .flatMap(customer -> Mono.fromCompletionStage(() -> keys.forWriting(customer)))
                .map(key -> encrypted(command, key));
    }

    /** The command without anything that anyone wrote. */
    SubmittedCommand without(SubmittedCommand command) {
        return reworded(command, text -> "").withWhy(null);
    }

    private static boolean isAboutCustomer(SubmittedCommand command) {
        Resource.Type type = command.submission().target().type();
        return type == Resource.Type.ORDER || type == Resource.Type.PAYMENT;
    }

    private static boolean saysAnything(SubmittedCommand command) {
        return command.context().why() != null || command.submission().command() instanceof WithReason;
    }

    /** A customer may touch nothing but what is its own; whether this is, the command finds out. */
    private Mono<CustomerId> customer(SubmittedCommand command) {
        CustomerId caller = command.context().onlyFor();
        if (caller != null) {
            return Mono.just(caller);
        }
        if (command.submission().command() instanceof PlaceOrder order) {
            return Mono.just(order.customerId());
        }
        Resource target = command.submission().target();
        return Mono.fromCompletionStage(() -> owners.of(target))
                .flatMap(Mono::justOrEmpty)
                .switchIfEmpty(
                        Mono.error(() -> new NothingThere(target.type().name().toLowerCase(Locale.ROOT), target.id())));
    }

    private static SubmittedCommand encrypted(SubmittedCommand command, CustomerKey key) {
        UnaryOperator<String> form = text -> key.encrypt(text).text();
        @Nullable String why = command.context().why();
        return reworded(command, form).withWhy(why == null ? null : form.apply(why));
    }

    private static SubmittedCommand reworded(SubmittedCommand command, UnaryOperator<String> form) {
        return command.submission().command() instanceof WithReason reasoned
                ? command.with(reasoned.withReason(form))
                : command;
    }
}
