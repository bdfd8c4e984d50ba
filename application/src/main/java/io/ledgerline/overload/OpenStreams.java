package io.ledgerline.overload;

import io.ledgerline.http.Caller;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/** The live reads that are open, counted. Whoever has none isn't remembered. */
final class OpenStreams {

    private final Semaphore free;
    private final int mostOfCaller;
    private final ConcurrentMap<String, Integer> byCaller = new ConcurrentHashMap<>();

    OpenStreams(int most, int mostOfCaller) {
        this.free = new Semaphore(most);
        this.mostOfCaller = mostOfCaller;
    }

    /**
     * @param caller as {@link Caller#keyOf} has it
     * @throws TooMuch if there are as many as may be
     */
    void open(String caller) {
        if (!free.tryAcquire()) {
            throw new TooMuch.Exhausted();
        }
        if (byCaller.merge(caller, 1, Integer::sum) > mostOfCaller) {
            close(caller);
            throw new TooMuch.TooManyStreams(mostOfCaller);
        }
    }

    void close(String caller) {
        byCaller.computeIfPresent(caller, (name, streams) -> streams == 1 ? null : streams - 1);
        free.release();
    }

    int of(String caller) {
        return byCaller.getOrDefault(caller, 0);
    }
}
