package dev.onstage.support.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Counts what is open, in all and by holder, and lets nobody in beyond the limits. Thread-safe. */
final class Places {

    private final int limit;
    private final Map<Holder, Integer> held = new HashMap<>();
    private int open;

    Places(int limit) {
        this.limit = limit;
    }

    /** Whose limit stands in the way; {@link #ALL} for the limit of all together. */
    enum Kind {
        ALL,
        ADDRESS,
        ACCOUNT
    }

    /** Somebody who may hold up to {@code limit} places. */
    record Holder(Kind kind, String name, int limit) {}

    /** One place. To be given back once; giving it back again changes nothing. */
    interface Place {
        void leave();
    }

    /** Either a place or whose limit is reached. */
    record Entry(@Nullable Place place, Kind full) {}

    /** Takes a place for all holders, or for none of them. */
    synchronized Entry enter(Holder... holders) {
        if (open >= limit) {
            return new Entry(null, Kind.ALL);
        }
        for (Holder holder : holders) {
            if (held.getOrDefault(holder, 0) >= holder.limit()) {
                return new Entry(null, holder.kind());
            }
        }
        open++;
        for (Holder holder : holders) {
            held.merge(holder, 1, Integer::sum);
        }
        AtomicBoolean left = new AtomicBoolean();
        return new Entry(
                () -> {
                    if (left.compareAndSet(false, true)) {
                        leave(holders);
                    }
                },
                Kind.ALL);
    }

    /** How many places are taken. */
    synchronized int open() {
        return open;
    }

    /** How many holders have at least one place; nothing is kept of the others. */
    synchronized int holders() {
        return held.size();
    }

    private synchronized void leave(Holder... holders) {
        open--;
        for (Holder holder : holders) {
            held.computeIfPresent(holder, (key, places) -> places == 1 ? null : places - 1);
        }
    }
}
