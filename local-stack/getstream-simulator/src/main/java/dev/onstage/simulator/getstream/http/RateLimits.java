package dev.onstage.simulator.getstream.http;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Limits per endpoint and kind of caller in windows of one minute, with a cap per second of a thirtieth of that. A user
 * has 60 a minute and endpoint on top of it; servers do not.
 */
public final class RateLimits {

    private static final int USER_LIMIT = 60;
    private static final int SECONDS_IN_WINDOW = 60;
    private static final int BURST_DIVISOR = 30;

    private final Clock clock;
    private final int defaultLimit;
    private final Map<String, Integer> limits = new HashMap<>();
    private final Map<String, Window> windows = new HashMap<>();

    /** Every endpoint may be called {@code defaultLimit} times a minute unless set otherwise. */
    public RateLimits(Clock clock, int defaultLimit) {
        this.clock = clock;
        this.defaultLimit = defaultLimit;
    }

    /**
     * What a caller learns from the headers and from {@code GET /api/v2/rate_limits}.
     *
     * @param limit calls allowed in a window
     * @param remaining calls left in this window
     * @param reset Unix second at which the window ends
     * @param exceeded whether this call was one too many
     */
    public record Standing(int limit, int remaining, long reset, boolean exceeded) {}

    /** Sets the limit of one endpoint; null takes the default again. */
    public void limit(String endpoint, @Nullable Integer perMinute) {
        if (perMinute == null) {
            limits.remove(endpoint);
        } else {
            limits.put(endpoint, perMinute);
        }
        windows.keySet().removeIf(key -> key.startsWith(endpoint + "|"));
    }

    /** Counts one call of {@code endpoint}. */
    Standing take(String endpoint, Caller caller) {
        Standing standing = take(endpoint + "|" + caller.kind(), limitOf(endpoint), true);
        if (caller.isServer() || standing.exceeded()) {
            return standing;
        }
        Standing own = take(endpoint + "|user|" + caller.name(), USER_LIMIT, false);
        return own.remaining() < standing.remaining() || own.exceeded() ? own : standing;
    }

    /** Where servers stand with the named endpoints; without a name, with all called so far. */
    Map<String, Standing> serverSide(Set<String> endpoints) {
        Map<String, Standing> result = new TreeMap<>();
        String suffix = "|" + Caller.Kind.SERVER;
        Set<String> wanted = new TreeSet<>(endpoints);
        if (endpoints.isEmpty()) {
            windows.keySet().stream()
                    .filter(key -> key.endsWith(suffix))
                    .forEach(key -> wanted.add(key.substring(0, key.length() - suffix.length())));
        }
        long second = clock.instant().getEpochSecond();
        for (String endpoint : wanted) {
            Window window = windows.computeIfAbsent(endpoint + suffix, key -> new Window());
            window.moveTo(second);
            result.put(endpoint, window.standing(limitOf(endpoint), false));
        }
        return result;
    }

    private int limitOf(String endpoint) {
        return limits.getOrDefault(endpoint, defaultLimit);
    }

    private Standing take(String key, int limit, boolean capped) {
        long second = clock.instant().getEpochSecond();
        Window window = windows.computeIfAbsent(key, k -> new Window());
        return window.take(second, limit, capped ? Math.max(1, limit / BURST_DIVISOR) : limit);
    }

    private static final class Window {
        private long start;
        private int calls;
        private long second;
        private int callsInSecond;

        void moveTo(long now) {
            if (now >= start + SECONDS_IN_WINDOW) {
                start = now - now % SECONDS_IN_WINDOW;
                calls = 0;
            }
        }

        Standing take(long now, int limit, int perSecond) {
            moveTo(now);
            if (now != second) {
                second = now;
                callsInSecond = 0;
            }
            boolean exceeded = calls >= limit || callsInSecond >= perSecond;
            if (!exceeded) {
                calls++;
                callsInSecond++;
            }
            return standing(limit, exceeded);
        }

        Standing standing(int limit, boolean exceeded) {
            return new Standing(limit, Math.max(0, limit - calls), start + SECONDS_IN_WINDOW, exceeded);
        }
    }
}
