package dev.onstage.webhookingest.verification;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** What a delivery must look like. */
@ConfigMapping(prefix = "onstage.getstream")
public interface VerificationConfig {
    /**
     * {@code api-key=secret} pairs. Nobody reads them here, since {@link SecretsInForce} has those of the moment; a mapping refuses
     * settings that it does not know.
     */
    String secrets();

    /** Bounds of a delivery. */
    @WithName("delivery")
    Bounds bounds();

    /** Bounds of a delivery. */
    interface Bounds {
        /** Largest body as it comes over the wire. */
        @WithDefault("1M")
        MemorySize maxReceived();

        /** Largest body after unpacking. */
        @WithDefault("1M")
        MemorySize maxUnpacked();
    }
}
