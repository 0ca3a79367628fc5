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
     * How long a request may go unanswered. Less than the gateway waits, and more than a call takes that is made to answer it:
     * the person is told what is wrong by whoever knows.
     */
    @WithDefault("15s")
    Duration answerWithin();
}
