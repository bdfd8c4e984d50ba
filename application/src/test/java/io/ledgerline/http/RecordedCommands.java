package io.ledgerline.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.Registration;
import org.axonframework.messaging.MessageDispatchInterceptor;

/** A gateway that keeps what is sent and answers as it is told: version 0 unless told otherwise. */
final class RecordedCommands implements CommandGateway {

    private final List<CommandMessage<?>> sent = new ArrayList<>();
    private Function<Object, CompletableFuture<?>> answer = command -> CompletableFuture.completedFuture(0L);

    synchronized void reset() {
        sent.clear();
        answer = command -> CompletableFuture.completedFuture(0L);
    }

    void answerWith(long version) {
        answer = command -> CompletableFuture.completedFuture(version);
    }

    void failWith(Throwable failure) {
        answer = command -> CompletableFuture.failedFuture(failure);
    }

    void answerBy(Function<Object, CompletableFuture<?>> answer) {
        this.answer = answer;
    }

    synchronized List<Object> payloads() {
        return sent.stream().<Object>map(CommandMessage::getPayload).toList();
    }

    synchronized List<CommandMessage<?>> messages() {
        return List.copyOf(sent);
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized <R> CompletableFuture<R> send(Object command) {
        CommandMessage<?> message = GenericCommandMessage.asCommandMessage(command);
        sent.add(message);
        return (CompletableFuture<R>) answer.apply(message.getPayload());
    }

    @Override
    public <C, R> void send(C command, CommandCallback<? super C, ? super R> callback) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <R> R sendAndWait(Object command) {
        throw new UnsupportedOperationException("would block the event loop");
    }

    @Override
    public <R> R sendAndWait(Object command, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException("would block the event loop");
    }

    @Override
    public Registration registerDispatchInterceptor(
            MessageDispatchInterceptor<? super CommandMessage<?>> dispatchInterceptor) {
        throw new UnsupportedOperationException();
    }
}
