package io.ledgerline.administration;

import io.ledgerline.administration.DeadLetterRefusal.DeadLettersNotFound;
import io.ledgerline.administration.DeadLetterRefusal.NoDeadLetters;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcDeadLetter;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.SequencedDeadLetterProcessor;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;

/**
 * What to do about events that a view could not apply. They are kept in sequences, one for each stream: the one that
 * failed, and all that came after it. Blocks.
 */
final class DeadLetters {

    private final RunningProcessors processors;
    private final EventProcessingConfiguration processing;

    DeadLetters(RunningProcessors processors, EventProcessingConfiguration processing) {
        this.processors = processors;
        this.processing = processing;
    }

    /**
     * @param succeeded sequences that could be applied as a whole
     * @param failed sequences of which an event failed again: it stays, with those behind it
     */
    record Retried(long succeeded, long failed) {}

    /** Tries to apply a sequence, in its order, until one of its events fails. */
    Retried retry(String processor, String sequence) {
        SequencedDeadLetterQueue<EventMessage<?>> queue = queue(processor);
        mustHave(processor, sequence, queue);
        boolean succeeded = retrying(processor).process(letter -> sequence.equals(sequenceOf(letter)));
        return new Retried(succeeded ? 1 : 0, succeeded ? 0 : 1);
    }

    /** Tries each sequence once; which comes first is the queue's choice: the one that waits longest. */
    Retried retryAll(String processor) {
        long sequences = queue(processor).amountOfSequences();
        SequencedDeadLetterProcessor<EventMessage<?>> retrying = retrying(processor);
        long succeeded = 0;
        for (long i = 0; i < sequences; i++) {
            if (retrying.processAny()) {
                succeeded++;
            }
        }
        return new Retried(succeeded, sequences - succeeded);
    }

    /**
     * Forgets a sequence: what its events would have done to the view is missing there until it is made anew.
     *
     * @return how many events that were
     */
    int discard(String processor, String sequence) {
        SequencedDeadLetterQueue<EventMessage<?>> queue = queue(processor);
        mustHave(processor, sequence, queue);
        return processing.transactionManager(processor).fetchInTransaction(() -> {
            List<DeadLetter<? extends EventMessage<?>>> letters = new ArrayList<>();
            queue.deadLetterSequence(sequence).forEach(letters::add);
            letters.forEach(queue::evict);
            return letters.size();
        });
    }

    private static void mustHave(String processor, String sequence, SequencedDeadLetterQueue<EventMessage<?>> queue) {
        if (!queue.contains(sequence)) {
            throw new DeadLettersNotFound(processor, sequence);
        }
    }

    private SequencedDeadLetterQueue<EventMessage<?>> queue(String processor) {
        processors.named(processor);
        return processing.deadLetterQueue(processor).orElseThrow(() -> new NoDeadLetters(processor));
    }

    private SequencedDeadLetterProcessor<EventMessage<?>> retrying(String processor) {
        return processing.sequencedDeadLetterProcessor(processor).orElseThrow(() -> new NoDeadLetters(processor));
    }

    private static String sequenceOf(DeadLetter<?> letter) {
        return ((JdbcDeadLetter<?>) letter).getSequenceIdentifier();
    }
}
