package dev.onstage.notifier.discord;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;

/** How Discord is reached. */
@ConfigMapping(prefix = "onstage.discord")
public interface DiscordConfig {
    /** The constant base of every call; only id and token of a destination are added to it. */
    @WithDefault("https://discord.com/api/v10")
    URI baseUrl();

    /** Until a connection stands, and again for its TLS handshake; nothing was sent when this runs out. */
    @WithDefault("3s")
    Duration connectTimeout();

    /** Between two parts of the answer, and about for the whole of it; running out after the request was written leaves its outcome unknown. */
    @WithDefault("10s")
    Duration timeout();

    /**
     * Calls of all instances together in a second. Discord takes 50 from one address; the rest is for checks and for others
     * behind it.
     */
    @WithDefault("40")
    @Min(1) int callsPerSecond();
}
