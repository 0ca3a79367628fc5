package dev.onstage.support.door;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Settings of the front door. */
@ConfigMapping(prefix = "onstage.door")
public interface DoorConfig {
    /** Addresses of the page beside {@code onstage.public-url}, for example that of this machine beside that of a tunnel. */
    Optional<List<URI>> furtherUrls();
}
