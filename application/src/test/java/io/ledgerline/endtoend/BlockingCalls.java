package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadPoolExecutor;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;

/**
 * Every call in this JVM that blocked a thread which must not be: the event loops of Netty (HTTP and R2DBC) and
 * Reactor's parallel schedulers. Needs {@code -XX:+AllowRedefinitionToAddDeleteMethods}.
 */
final class BlockingCalls {

    /** @param stack innermost first */
    record Call(String method, String thread, List<StackTraceElement> stack) {

        private static Call of(BlockingMethod method) {
            return new Call(
                    method.toString(),
                    Thread.currentThread().getName(),
                    StackWalker.getInstance()
                            .walk(frames -> frames.skip(3)
                                    .map(StackWalker.StackFrame::toStackTraceElement)
                                    .toList()));
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(method + " on " + thread);
            stack.stream().limit(60).forEach(frame -> text.append("\n    at ").append(frame));
            return text.toString();
        }
    }

    private static final Queue<Call> SEEN = new ConcurrentLinkedQueue<>();

    static {
        BlockHound.builder()
                .loadIntegrations()
                // Sixteen random bytes while a connection logs in; the driver leaves no choice, and they never run out.
                .allowBlockingCallsInside("com.ongres.scram.common.ScramFunctions", "nonce")
                // Handing work to a pool of its own: locks that are held while it is put into a queue or taken out
                // again, or a thread is made.
                .allowBlockingCallsInside("java.util.concurrent.ArrayBlockingQueue", "offer")
                .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
                .allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "addWorker")
                .allowBlockingCallsInside(
                        "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines")
                // Whoever reads the first body of a kind works out how; others who read one at that moment wait for it.
                .allowBlockingCallsInside(
                        "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer")
                // A lock that is held while a message is put into gRPC's own queue, never over the network.
                .allowBlockingCallsInside("io.axoniq.axonserver.connector.impl.SynchronizedRequestStream", "inLock")
                .blockingMethodCallback(BlockingCalls::see)
                .install();
    }

    private BlockingCalls() {}

    /** A thread that was there before this was installed seems to block when it has nothing to do. */
    private static void see(BlockingMethod method) {
        Call call = Call.of(method);
        if (call.stack().stream().noneMatch(BlockingCalls::waitsForWork)) {
            SEEN.add(call);
        }
    }

    private static boolean waitsForWork(StackTraceElement frame) {
        return frame.getClassName().equals(ThreadPoolExecutor.class.getName())
                && frame.getMethodName().equals("getTask");
    }

    /** Watches from now on; once is enough. */
    static void watch() {
        // The static initializer has done it.
    }

    /** All since the last time. */
    static List<Call> take() {
        List<Call> taken = List.copyOf(SEEN);
        SEEN.removeAll(taken);
        return taken;
    }

    static void assertNone() {
        assertThat(take()).as("calls that blocked an event loop").isEmpty();
    }
}
