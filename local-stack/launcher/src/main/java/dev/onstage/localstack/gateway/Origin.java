package dev.onstage.localstack.gateway;

/** One copy of a service, and whether it answered its last health check. Written by the checker's thread only. */
final class Origin {

    private final int port;
    private volatile boolean healthy = true;

    Origin(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    boolean healthy() {
        return healthy;
    }

    void healthy(boolean answered) {
        healthy = answered;
    }
}
