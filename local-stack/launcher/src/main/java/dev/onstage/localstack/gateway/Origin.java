package dev.onstage.localstack.gateway;

import dev.onstage.localstack.topology.Endpoint;

/** One copy of a service, and whether it said that it is ready when it was asked last. Written by the checker's thread only. */
final class Origin {

    private final Endpoint endpoint;
    private volatile boolean healthy = true;
    private volatile long answeredNanos = System.nanoTime();

    Origin(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean healthy() {
        return healthy;
    }

    /** When it last answered a health check, by {@link System#nanoTime()}; when it was added, before the first. */
    long answeredNanos() {
        return answeredNanos;
    }

    void healthy(boolean answered) {
        if (answered) {
            answeredNanos = System.nanoTime();
        }
        healthy = answered;
    }
}
