package dev.onstage.localstack.gateway;

import dev.onstage.localstack.topology.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The copies of one service. Requests go round; copies that failed their health check come last, those that answered one most
 * recently first: on a machine that is slow for a moment all may fail, and one that is suspended must not get the request
 * then. Thread-safe.
 */
final class OriginPool {

    private final List<Origin> origins = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    void add(Endpoint endpoint) {
        remove(endpoint);
        origins.add(new Origin(endpoint));
    }

    void remove(Endpoint endpoint) {
        origins.removeIf(origin -> origin.endpoint().equals(endpoint));
    }

    List<Origin> all() {
        return List.copyOf(origins);
    }

    /** In the order in which to try them. */
    List<Origin> candidates() {
        List<Origin> known = List.copyOf(origins);
        var healthy = new ArrayList<Origin>();
        var others = new ArrayList<Origin>();
        int first = turn.getAndIncrement();
        for (int i = 0; i < known.size(); i++) {
            Origin origin = known.get(Math.floorMod(first + i, known.size()));
            (origin.healthy() ? healthy : others).add(origin);
        }
        long now = System.nanoTime();
        others.stream()
                .sorted(Comparator.comparingLong(origin -> now - origin.answeredNanos()))
                .forEach(healthy::add);
        return healthy;
    }
}
