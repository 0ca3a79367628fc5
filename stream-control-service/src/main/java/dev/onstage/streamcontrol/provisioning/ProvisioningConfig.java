package dev.onstage.streamcontrol.provisioning;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Setting streams up. */
@ConfigMapping(prefix = "onstage.provisioning")
public interface ProvisioningConfig {

    /** How long a stream key works unless it is changed before. */
    @WithDefault("365d")
    Duration streamKeyLifetime();
}
