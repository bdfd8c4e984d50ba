package io.ledgerline.administration;

import io.ledgerline.database.FailureText;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.ExecutionResult;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** What segments failed with last on this node, which Axon forgets at once: until a batch of theirs is handled here. */
final class LastFailures {

    private static final String WATCHED = LastFailures.class.getName();

    /**
     * One for each time.
     *
     * @param upTo the last position of what failed
     */
    record Failure(String what, long upTo) {}

    private final Map<String, Map<Integer, Failure>> failures = new ConcurrentHashMap<>();

    MessageHandlerInterceptor<EventMessage<?>> watching(String processor) {
        return (unit, chain) -> {
            unit.root().getOrComputeResource(WATCHED, name -> {
                watch(processor, unit);
                return name;
            });
            return chain.proceed();
        };
    }

    /** Dead letters, which are retried in no segment, are told of elsewhere. */
    private void watch(String processor, UnitOfWork<?> unit) {
        Map<String, Object> resources = unit.root().resources();
        if (resources.get("Processor[" + processor + "]/SegmentId") instanceof Integer segment
                && resources.get("Processor[" + processor + "]/Token") instanceof TrackingToken last) {
            Map<Integer, Failure> own = failures.computeIfAbsent(processor, name -> new ConcurrentHashMap<>());
            unit.afterCommit(committed -> own.remove(segment));
            unit.onRollback(failed -> {
                ExecutionResult result = failed.getExecutionResult();
                if (result != null && result.isExceptionResult()) {
                    String what = FailureText.of(result.getExceptionResult());
                    own.put(segment, new Failure(what, last.position().orElse(Long.MAX_VALUE)));
                }
            });
        }
    }

    /** By segment: of those that failed, whether they try again at the moment or not. */
    Map<Integer, Failure> of(String processor) {
        return Map.copyOf(failures.getOrDefault(processor, Map.of()));
    }

    /**
     * @param position how far the segment has got, maybe on another node; null if that isn't known
     * @return null if it didn't fail here, or got beyond that
     */
    @Nullable
    String of(String processor, int segment, @Nullable Long position) {
        Failure last = failures.getOrDefault(processor, Map.of()).get(segment);
        return last == null || (position != null && position >= last.upTo()) ? null : last.what();
    }
}
