package io.ledgerline.imports;

import io.ledgerline.catalog.api.CatalogCommand.ListProduct;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.order.api.OrderCommand;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.payment.api.PaymentCommand;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.Registration;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Does with commands what the aggregates do: each stream is born once, and a command whose id it knows is answered as it
 * was then. What is sent to a stream later is accepted, once. Outlives workers, as a log does.
 */
final class RecordingGateway implements CommandGateway {

    private final Map<String, List<CommandMessage<?>>> streams = new HashMap<>();
    private final List<CommandMessage<?>> sent = new CopyOnWriteArrayList<>();
    private final ExecutorService executor;
    private volatile Function<CommandMessage<?>, @Nullable RuntimeException> trouble = command -> null;
    private volatile Predicate<CommandMessage<?>> lost = command -> false;

    RecordingGateway(ExecutorService executor) {
        this.executor = executor;
    }

    /** What this returns for a command is thrown instead of handling it. */
    void failWith(Function<CommandMessage<?>, @Nullable RuntimeException> trouble) {
        this.trouble = trouble;
    }

    /** These commands are handled, but nobody hears of it. */
    void loseAnswers(Predicate<CommandMessage<?>> lost) {
        this.lost = lost;
    }

    /** What is in the log now: the commands that each stream was born and changed by. */
    synchronized Map<String, Object> log() {
        Map<String, Object> log = new HashMap<>();
        streams.forEach((stream, commands) -> log.put(
                stream,
                commands.stream()
                        .map(command -> List.of(command.getPayload(), new HashMap<>(command.getMetaData())))
                        .toList()));
        return log;
    }

    /** In the order in which each stream took them. */
    synchronized <T> List<T> accepted(Class<T> type) {
        return streams.values().stream()
                .flatMap(List::stream)
                .map(CommandMessage::getPayload)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    synchronized List<CommandMessage<?>> stream(String stream) {
        return List.copyOf(streams.get(stream));
    }

    synchronized <T> List<T> born(Class<T> type) {
        return streams.values().stream()
                .map(commands -> commands.get(0).getPayload())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    synchronized CommandMessage<?> bornAs(String stream) {
        return streams.get(stream).get(0);
    }

    Stream<CommandMessage<?>> sent(Class<?> type) {
        return sent.stream().filter(command -> type.isInstance(command.getPayload()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> CompletableFuture<R> send(Object command) {
        CommandMessage<?> message = (CommandMessage<?>) command;
        sent.add(message);
        return (CompletableFuture<R>) CompletableFuture.supplyAsync(() -> handle(message), executor);
    }

    private Long handle(CommandMessage<?> message) {
        @Nullable RuntimeException failure = trouble.apply(message);
        if (failure != null) {
            throw failure;
        }
        Long version = handled(message);
        if (lost.test(message)) {
            throw new IllegalStateException("the answer is lost");
        }
        return version;
    }

    private synchronized Long handled(CommandMessage<?> message) {
        Object payload = message.getPayload();
        List<CommandMessage<?>> stream = streams.getOrDefault(stream(payload), new ArrayList<>());
        for (int version = 0; version < stream.size(); version++) {
            if (id(stream.get(version)).equals(id(message))) {
                return (long) version;
            }
        }
        boolean begins =
                payload instanceof ListProduct || payload instanceof ImportOrder || payload instanceof ImportPayment;
        if (begins != stream.isEmpty()) {
            throw refused(payload instanceof ListProduct ? "product_exists" : begins ? "order_exists" : "unknown");
        }
        stream.add(message);
        streams.put(stream(payload), stream);
        return (long) stream.size() - 1;
    }

    static CommandExecutionException refused(String code) {
        return new CommandExecutionException(
                code, null, new Refusal(Rejection.Kind.CONFLICT, code, "The rule says no.", Map.of()));
    }

    private static Object id(CommandMessage<?> message) {
        return message.getMetaData().get(MessageMetadata.COMMAND_ID);
    }

    private static String stream(Object command) {
        if (command instanceof ListProduct product) {
            return product.streamId();
        }
        if (command instanceof OrderCommand order) {
            return order.streamId();
        }
        return ((PaymentCommand) command).streamId();
    }

    @Override
    public <C, R> void send(C command, CommandCallback<? super C, ? super R> callback) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <R> R sendAndWait(Object command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <R> R sendAndWait(Object command, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration registerDispatchInterceptor(
            MessageDispatchInterceptor<? super CommandMessage<?>> dispatchInterceptor) {
        throw new UnsupportedOperationException();
    }
}
