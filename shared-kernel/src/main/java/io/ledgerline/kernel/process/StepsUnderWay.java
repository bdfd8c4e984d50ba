package io.ledgerline.kernel.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Lets the steps of several events of a batch be under way at the same time, so that a process takes many orders along
 * at once and doesn't wait for the commands of each. It waits for all of them before anything of the batch is stored, and
 * before an event of another kind is handled.
 */
public final class StepsUnderWay implements MessageHandlerInterceptor<EventMessage<?>> {

    private static final String RESOURCE = StepsUnderWay.class.getName();

    private final Set<Class<?>> together;

    /**
     * @param together events that may be handled while steps of others of their kind are under way: no two of them are
     *     ever about the same thing
     */
    public StepsUnderWay(Class<?>... together) {
        this.together = Set.of(together);
    }

    /**
     * For handlers: waits until the step is done, now or with others at the end of the batch. What it fails with fails
     * the batch.
     */
    public static void finish(CompletableFuture<?> step) {
        List<CompletableFuture<?>> steps =
                CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().root().getResource(RESOURCE) : null;
        if (steps == null) {
            step.join();
        } else {
            steps.add(step);
        }
    }

    @Override
    public Object handle(UnitOfWork<? extends EventMessage<?>> unitOfWork, InterceptorChain chain) throws Exception {
        List<CompletableFuture<?>> steps = unitOfWork.root().getOrComputeResource(RESOURCE, name -> new ArrayList<>());
        try {
            if (!together.contains(unitOfWork.getMessage().getPayloadType())) {
                await(steps);
            }
            Object result = chain.proceed();
            if (!(unitOfWork instanceof BatchingUnitOfWork<?> batch) || batch.isLastMessage()) {
                await(steps);
            }
            return result;
        } catch (Exception | Error failure) {
            settle(steps);
            throw failure;
        }
    }

    /** All are over when this returns or throws. */
    private static void await(List<CompletableFuture<?>> steps) {
        List<CompletableFuture<?>> awaited = List.copyOf(steps);
        steps.clear();
        all(awaited).join();
    }

    /** What failed fails the batch; the rest of it shall not go on while the batch is tried again. */
    private static void settle(List<CompletableFuture<?>> steps) {
        try {
            await(steps);
        } catch (CompletionException alsoFailed) {
            // One failure is enough to have the batch tried again.
        }
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<?>> steps) {
        return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
    }
}
