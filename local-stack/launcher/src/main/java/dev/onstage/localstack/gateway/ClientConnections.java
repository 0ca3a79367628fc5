package dev.onstage.localstack.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open connections of clients: no more than the limits allow, and none that waits for a request for longer than they
 * allow, however slowly it sends one. Thread-safe.
 */
final class ClientConnections {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    /** So many more are told why they are refused; the rest is closed without a word. */
    private static final int REFUSED_WITH_ANSWER = 256;

    private static final long NEVER = Long.MAX_VALUE;

    private final GatewayLimits limits;
    private final long begin = System.nanoTime();
    private final Map<HttpConnection, Client> clients = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> perAddress = new ConcurrentHashMap<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    private static final class Client {

        private final Optional<GatewayProblem> refusal;
        private volatile long deadline;
        private volatile boolean answersNoMore;

        Client(Optional<GatewayProblem> refusal, long deadline) {
            this.refusal = refusal;
            this.deadline = deadline;
        }
    }

    ClientConnections(Vertx vertx, GatewayLimits limits) {
        this.limits = limits;
        vertx.setPeriodic(BETWEEN_LOOKS.toMillis(), timer -> closeLateOnes());
    }

    /** A client has connected and not sent anything yet. */
    void opened(HttpConnection connection) {
        String address = connection.remoteAddress().host();
        Optional<GatewayProblem> refusal = admit(address);
        if (refusal.isPresent() && refused.incrementAndGet() > REFUSED_WITH_ANSWER) {
            refused.decrementAndGet();
            connection.close();
            return;
        }
        clients.put(connection, new Client(refusal, now() + limits.headWithin().toNanos()));
        connection.closeHandler(closed -> closed(connection, address));
    }

    private Optional<GatewayProblem> admit(String address) {
        if (admitted.incrementAndGet() > limits.connections()) {
            admitted.decrementAndGet();
            return Optional.of(GatewayProblem.tooManyConnections());
        }
        int open = perAddress
                .computeIfAbsent(address, first -> new AtomicInteger())
                .incrementAndGet();
        if (open > limits.connectionsPerAddress()) {
            leave(address);
            return Optional.of(GatewayProblem.tooManyConnectionsFromOneAddress(limits.connectionsPerAddress()));
        }
        return Optional.empty();
    }

    private void closed(HttpConnection connection, String address) {
        Client client = clients.remove(connection);
        if (client == null) {
            return;
        }
        if (client.refusal.isPresent()) {
            refused.decrementAndGet();
        } else {
            leave(address);
        }
    }

    private void leave(String address) {
        admitted.decrementAndGet();
        perAddress.computeIfPresent(address, (key, open) -> open.decrementAndGet() == 0 ? null : open);
    }

    /**
     * The head of a request is complete. Its body and its answer have time limits of their own.
     *
     * @return whether it may be answered; what follows a refused request may be no request, but the rest of its body
     */
    boolean requested(HttpConnection connection) {
        Client client = clients.get(connection);
        if (client == null || client.answersNoMore) {
            return false;
        }
        client.deadline = NEVER;
        return true;
    }

    /** Nothing that comes after this on the connection is answered. */
    void refuse(HttpConnection connection) {
        Client client = clients.get(connection);
        if (client != null) {
            client.answersNoMore = true;
            client.deadline = now() + limits.headWithin().toNanos();
        }
    }

    /** A request is answered and the next one may come. */
    void answered(HttpConnection connection) {
        Client client = clients.get(connection);
        if (client != null && !client.answersNoMore) {
            client.deadline = now() + limits.nextHeadWithin().toNanos();
        }
    }

    /** Why requests of that connection are refused, if they are. */
    Optional<GatewayProblem> refusal(HttpConnection connection) {
        Client client = clients.get(connection);
        return client == null ? Optional.empty() : client.refusal;
    }

    /** How many there are, refused ones included. */
    int open() {
        return clients.size();
    }

    private void closeLateOnes() {
        long now = now();
        clients.forEach((connection, client) -> {
            if (client.deadline < now) {
                connection.close();
            }
        });
    }

    private long now() {
        return System.nanoTime() - begin;
    }
}
