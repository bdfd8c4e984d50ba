package io.ledgerline.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many clients at once. */
final class Crowd implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> atWork = new ArrayList<>();
    private volatile boolean enough;

    Crowd(List<Client> clients) {
        clients.forEach(client -> atWork.add(threads.submit(() -> {
            while (!enough) {
                client.doSomething();
            }
            return null;
        })));
    }

    /** Each gets the answer that it waits for. */
    void goHome() throws InterruptedException {
        enough = true;
        for (Future<?> each : atWork) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A client broke", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
