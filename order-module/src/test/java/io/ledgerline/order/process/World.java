package io.ledgerline.order.process;

import io.ledgerline.catalog.CatalogAggregates;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.kernel.testing.Json;
import io.ledgerline.order.OrderAggregates;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.PaymentAggregates;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.CompleteRefund;
import io.ledgerline.payment.api.PaymentCommand.FailPayment;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.api.PaymentEvent.RefundRequested;
import io.ledgerline.payment.api.PaymentId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.annotation.MessageHandlerInterceptorMemberChain;
import org.axonframework.modelling.saga.AnnotatedSaga;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.SimpleResourceInjector;
import org.axonframework.modelling.saga.metamodel.AnnotationSagaMetaModelFactory;
import org.axonframework.modelling.saga.metamodel.SagaModel;

/**
 * Real aggregates, and processors that take their events through the saga and the policies as Axon's do: state and
 * position are stored together, after an event is handled, and are all that is left after a crash. The provider captures
 * everything, and gives back what it is asked to.
 */
class World {

    /** The token of a payment that the provider doesn't answer for. */
    static final String NEVER_ANSWERED = "tok_timeout";

    private static final SagaModel<OrderFulfilment> MODEL =
            new AnnotationSagaMetaModelFactory().modelOf(OrderFulfilment.class);
    private static final MessageHandlerInterceptorMemberChain<OrderFulfilment> NO_INTERCEPTORS =
            new AnnotationSagaMetaModelFactory().chainedInterceptor(OrderFulfilment.class);

    /** What a world is mostly made of; there is only one world at a time, and there are thousands. */
    private static final InMemoryAggregates AGGREGATES = InMemoryAggregates.of(
            Stream.of(CatalogAggregates.types().stream(), Stream.of(OrderAggregates.type(), PaymentAggregates.type()))
                    .<Class<?>>flatMap(types -> types)
                    .toList(),
            PaymentAggregates.settings());

    private final InMemoryAggregates aggregates = AGGREGATES.forget();
    private final ProcessCommands commands = new ProcessCommands(gateway(), Duration.ofSeconds(5));
    private final List<CommandMessage<?>> sent = new ArrayList<>();

    private final List<Processor> processors = List.of(
            new Processor(this::fulfil),
            new Processor(policy(new OrderPayments(commands))),
            new Processor(policy(new OrderRefunds(commands))),
            new Processor(policy(new OrderReturns(commands))),
            new Processor(this::provide));
    private final Map<OrderId, byte[]> stored = new LinkedHashMap<>();

    private int commandsUntilCrash = Integer.MAX_VALUE;
    private boolean crashAfterCommand;
    private boolean dead;

    Optional<Refusal> client(Object command) {
        return aggregates.send(command);
    }

    /** The program will die around a command of the process. */
    void crash(int commandsBefore, boolean afterTheCommand) {
        commandsUntilCrash = commandsBefore;
        crashAfterCommand = afterTheCommand;
    }

    void restart() {
        dead = false;
        commandsUntilCrash = Integer.MAX_VALUE;
    }

    /** Handles all events, also those that come of it; false if it died on the way. */
    boolean run() {
        try {
            while (processors.stream().anyMatch(Processor::isBehind)) {
                processors.forEach(Processor::handleNext);
            }
            return true;
        } catch (RuntimeException e) {
            if (dead) {
                return false;
            }
            throw e;
        }
    }

    /** Each command that the process has ever sent comes once more, the last one first. */
    void deliverAllCommandsAgain() {
        List<CommandMessage<?>> late = new ArrayList<>(sent);
        Collections.reverse(late);
        late.forEach(command -> aggregates.send(command.getPayload(), command.getMetaData()));
    }

    List<Object> events() {
        return aggregates.events();
    }

    boolean isOver(OrderId order) {
        return !stored.containsKey(order);
    }

    private class Processor {

        private final Consumer<DomainEventMessage<?>> handler;
        private int position;

        Processor(Consumer<DomainEventMessage<?>> handler) {
            this.handler = handler;
        }

        boolean isBehind() {
            return position < aggregates.log().size();
        }

        void handleNext() {
            if (isBehind()) {
                handler.accept(aggregates.log().get(position));
                position++;
            }
        }
    }

    private static Consumer<DomainEventMessage<?>> policy(Object policy) {
        AnnotationEventHandlerAdapter handler = new AnnotationEventHandlerAdapter(policy);
        return event -> {
            try {
                handler.handle(event);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private void provide(DomainEventMessage<?> event) {
        if (event.getPayload() instanceof PaymentRequested requested) {
            PaymentId id = requested.paymentId();
            client(
                    requested.method().token().equals(NEVER_ANSWERED)
                            ? new FailPayment(id, "no_answer")
                            : new CapturePayment(id, "charge-" + id));
        } else if (event.getPayload() instanceof RefundRequested requested) {
            client(new CompleteRefund(requested.paymentId(), requested.refundId(), "back-" + requested.refundId()));
        }
    }

    private void fulfil(DomainEventMessage<?> event) {
        Map<OrderId, byte[]> changed = new LinkedHashMap<>(stored);
        if (event.getPayload() instanceof OrderPlaced placed) {
            changed.putIfAbsent(placed.orderId(), Json.STATE.writeValueAsBytes(new OrderFulfilment()));
        }
        changed.entrySet().removeIf(entry -> {
            AnnotatedSaga<OrderFulfilment> saga = saga(entry.getKey(), entry.getValue());
            saga.handle(event);
            entry.setValue(Json.STATE.writeValueAsBytes(saga.root()));
            return !saga.isActive();
        });
        stored.clear();
        stored.putAll(changed);
    }

    private AnnotatedSaga<OrderFulfilment> saga(OrderId order, byte[] state) {
        OrderFulfilment root = Json.STATE.readValue(state, OrderFulfilment.class);
        new SimpleResourceInjector(commands).injectResources(root);
        return new AnnotatedSaga<>(
                order.value(), Set.of(new AssociationValue("orderId", order.value())), root, MODEL, NO_INTERCEPTORS);
    }

    private CommandGateway gateway() {
        return (CommandGateway) Proxy.newProxyInstance(
                World.class.getClassLoader(),
                new Class<?>[] {CommandGateway.class},
                (proxy, method, arguments) -> send((CommandMessage<?>) arguments[0]));
    }

    private CompletableFuture<?> send(CommandMessage<?> command) {
        boolean crash = commandsUntilCrash-- == 0;
        if (dead || crash && !crashAfterCommand) {
            dead = true;
            return CompletableFuture.failedFuture(new Crash());
        }
        sent.add(command);
        CompletableFuture<?> result = aggregates.gateway().send(command);
        if (crash) {
            dead = true;
            return CompletableFuture.failedFuture(new Crash());
        }
        return result;
    }
}
