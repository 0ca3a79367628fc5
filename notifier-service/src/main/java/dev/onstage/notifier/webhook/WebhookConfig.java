package dev.onstage.notifier.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How receivers of signed webhooks are reached, and which of them may be. */
@ConfigMapping(prefix = "onstage.webhook")
public interface WebhookConfig {
    /** Until a connection stands, and again for its TLS handshake and for the lookup of the host; nothing was sent when this runs out. */
    @WithDefault("3s")
    Duration connectTimeout();

    /** Between two parts of the answer, and about for the whole of it; running out after the request was written leaves its outcome unknown. */
    @WithDefault("10s")
    Duration timeout();

    /** The only hosts that may be called; {@code *.example.com} stands for all below example.com. Without it every public host may. */
    Optional<List<String>> allowedHosts();

    /**
     * Addresses and networks, for example {@code 10.1.2.0/24}, that may be called although they are not public, also without
     * TLS. Whoever may save a destination can then have signed JSON posted to each of them.
     */
    Optional<List<String>> privateReceivers();
}
