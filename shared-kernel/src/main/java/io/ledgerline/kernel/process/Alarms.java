package io.ledgerline.kernel.process;

import java.time.Instant;

/**
 * What is to happen later, whatever happens until then. Alarms are durable, and ring once even on several nodes. Within
 * a transaction of the write side they are set and cancelled with it, else at once.
 */
public interface Alarms {

    /**
     * Sets an alarm, unless there is one of that id already.
     *
     * @param id tells it from the others of its kind
     */
    <T> void set(Alarm.Kind<T> kind, String id, Instant at, T data);

    /** One that isn't set, has rung, or is just ringing, is none to cancel, and that is fine. */
    void cancel(Alarm.Kind<?> kind, String id);
}
