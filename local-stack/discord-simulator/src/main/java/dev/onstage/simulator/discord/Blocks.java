package dev.onstage.simulator.discord;

import dev.onstage.simulator.discord.LimitSettings.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The firewall in front of Discord: an address that earned too many refusals, or goes on calling a webhook that was
 * deleted, gets no answer of the API any more until its block ends. Confined to the event loop.
 */
final class Blocks {
    private static final Set<Integer> INVALID = Set.of(401, 403, 429);

    private final Clock clock;
    private final LimitSettings settings;
    private final Windows windows;
    private final Map<String, Instant> blockedUntil = new HashMap<>();

    Blocks(Clock clock, LimitSettings settings) {
        this.clock = clock;
        this.settings = settings;
        this.windows = new Windows(clock);
    }

    boolean isBlocked(String address) {
        return until(address) != null;
    }

    /** When the block of an address ends, null when there is none. */
    @Nullable Instant until(String address) {
        Instant until = blockedUntil.get(address);
        return until == null || !until.isAfter(clock.instant()) ? null : until;
    }

    /** When the last running block ends, null when no address is blocked. */
    @Nullable Instant latest() {
        return blockedUntil.values().stream()
                .filter(until -> until.isAfter(clock.instant()))
                .max(Instant::compareTo)
                .orElse(null);
    }

    /**
     * Counts an answer. A limit that other webhooks of the channel used up is not held against the sender.
     *
     * @param code Discord's code in the answer, 0 when it has none
     * @param scope the scope of a refused call, else null
     */
    void answered(String address, String webhookId, int status, int code, @Nullable String scope) {
        if (INVALID.contains(status) && !"shared".equals(scope)) {
            count(address, "invalid " + address, settings.get(Kind.INVALID_REQUESTS));
        } else if (code == ApiError.UNKNOWN_WEBHOOK.code()) {
            count(address, "unknown " + address + " " + webhookId, settings.get(Kind.UNKNOWN_WEBHOOK));
        }
    }

    /** Lifts all blocks and begins to count anew. */
    void clear() {
        windows.clear();
        blockedUntil.clear();
    }

    private void count(String address, String key, Limit limit) {
        Windows.Window window = windows.of(key, limit);
        window.take();
        if (limit.enabled() && window.remaining() == 0) {
            blockedUntil.put(address, clock.instant().plus(limit.window()));
        }
    }
}
