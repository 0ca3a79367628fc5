package dev.onstage.simulator.discord;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Counts by key in windows that begin with the first count. Confined to the event loop. */
final class Windows {
    private static final int SWEEP_ABOVE = 1000;

    private final Clock clock;
    private final Map<String, Window> windows = new HashMap<>();

    Windows(Clock clock) {
        this.clock = clock;
    }

    /** The running window of this key, a new one when it is over or missing. */
    Window of(String key, Limit limit) {
        Instant now = clock.instant();
        if (windows.size() > SWEEP_ABOVE) {
            windows.values().removeIf(window -> window.isOver(now));
        }
        Window running = windows.get(key);
        if (running == null || running.isOver(now)) {
            running = new Window(now.plus(limit.window()), limit);
            windows.put(key, running);
        }
        return running;
    }

    void clear() {
        windows.clear();
    }

    /** One window's count. */
    static final class Window {
        private final Instant end;
        private final Limit limit;
        private int used;

        private Window(Instant end, Limit limit) {
            this.end = end;
            this.limit = limit;
        }

        /** Counts one when there is room; a limit that is off always has room. */
        boolean take() {
            if (limit.enabled() && used >= limit.calls()) {
                return false;
            }
            used++;
            return true;
        }

        Instant end() {
            return end;
        }

        int limit() {
            return limit.calls();
        }

        int remaining() {
            return Math.max(0, limit.calls() - used);
        }

        private boolean isOver(Instant now) {
            return !now.isBefore(end);
        }
    }
}
