package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonObject;
import java.time.Clock;

/** All that makes calls fail: injected faults, limits and the firewall's blocks. Confined to the event loop. */
final class Lab {
    private final Faults faults;
    private final LimitSettings settings = new LimitSettings();
    private final RateLimits limits;
    private final Blocks blocks;

    Lab(Clock clock) {
        this.faults = new Faults(clock);
        this.limits = new RateLimits(clock, settings);
        this.blocks = new Blocks(clock, settings);
    }

    Faults faults() {
        return faults;
    }

    RateLimits limits() {
        return limits;
    }

    Blocks blocks() {
        return blocks;
    }

    JsonObject limitSettings() {
        return settings.toJson();
    }

    /** Changes limits; all counting begins anew and blocks are lifted. */
    void changeLimits(JsonObject change) {
        settings.change(change);
        forgetCounts();
    }

    /** Puts Discord's limits back, with nothing counted and nobody blocked. */
    void resetLimits() {
        settings.reset();
        forgetCounts();
    }

    private void forgetCounts() {
        limits.clear();
        blocks.clear();
    }
}
