package dev.onstage.streamcontrol.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The trail of commands. */
@ConfigMapping(prefix = "onstage.audit")
public interface AuditConfig {

    /** How long entries are kept. */
    @WithDefault("365d")
    Duration keep();
}
