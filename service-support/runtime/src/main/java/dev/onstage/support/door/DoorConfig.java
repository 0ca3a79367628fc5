package dev.onstage.support.door;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the front door. */
@ConfigMapping(prefix = "onstage.door")
public interface DoorConfig {
    /** Addresses of the page beside {@code onstage.public-url}, for example that of this machine beside that of a tunnel. */
    Optional<List<URI>> furtherUrls();

    /**
     * How long a request may go unanswered. Less than the gateway waits (30 s), and as long as the calls take at most that are
     * made to answer it (three attempts at GetStream 16 s, Discord 17 s, a receiver of webhooks 20 s): the person is told what is
     * wrong by whoever knows.
     */
    @WithDefault("20s")
    Duration answerWithin();
}
