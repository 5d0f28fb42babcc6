package net.flowtally.collector.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/// Where the written part of a journal ends, handed from its writing thread to its reading one.
final class Tail {
    private static final VarHandle POSITION;

    static {
        try {
            POSITION = MethodHandles.lookup().findVarHandle(Tail.class, "position", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // through POSITION
    private long position;

    private final Thread[] none = new Thread[0];
    private volatile Thread[] waiting = none;

    Tail(long position) {
        this.position = position;
    }

    long position() {
        return (long) POSITION.getAcquire(this);
    }

    void publish(long end) {
        POSITION.setVolatile(this, end);
        for (Thread reader : waiting) {
            LockSupport.unpark(reader);
        }
    }

    /// Returns when something after `read` is published, or after about `nanos`.
    void await(long read, long nanos) {
        waiting = new Thread[] {Thread.currentThread()};
        if ((long) POSITION.getVolatile(this) <= read) {
            LockSupport.parkNanos(this, nanos);
        }
        waiting = none;
    }
}
