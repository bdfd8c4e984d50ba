package io.ledgerline.imports;

import io.ledgerline.catalog.api.CatalogCommand.ListProduct;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
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
 * was then. Outlives workers, as a log does.
 */
final class RecordingGateway implements CommandGateway {

    private final Map<String, CommandMessage<?>> streams = new HashMap<>();
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

    /** What is in the log now: the command that each stream was born by. */
    synchronized Map<String, Object> log() {
        Map<String, Object> log = new HashMap<>();
        streams.forEach((stream, command) ->
                log.put(stream, List.of(command.getPayload(), new HashMap<>(command.getMetaData()))));
        return log;
    }

    synchronized <T> List<T> born(Class<T> type) {
        return streams.values().stream()
                .map(CommandMessage::getPayload)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    synchronized CommandMessage<?> bornAs(String stream) {
        return streams.get(stream);
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
        CommandMessage<?> first = streams.putIfAbsent(stream(message.getPayload()), message);
        if (first == null || id(first).equals(id(message))) {
            return 0L;
        }
        throw refused(message.getPayload() instanceof ListProduct ? "product_exists" : "order_exists");
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
        if (command instanceof ImportOrder order) {
            return order.streamId();
        }
        return ((ImportPayment) command).streamId();
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
