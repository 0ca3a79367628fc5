package dev.onstage.webhookingest.spooling;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much the spool holds, and how it is filled and drained. */
@ConfigMapping(prefix = "onstage.spool")
public interface SpoolConfig {
    /** Most deliveries in the spool; more are refused with 503. */
    @WithDefault("2000000")
    long maxRows();

    /** Most bytes of bodies in the spool; more are refused with 503. */
    @WithDefault("2G")
    MemorySize maxBytes();

    /** Most deliveries in one insert. */
    @WithDefault("1000")
    int insertRows();

    /** Most bytes of bodies in one insert. */
    @WithDefault("4M")
    MemorySize insertBytes();

    /** How long one insert may take. */
    @WithDefault("1500ms")
    Duration insertTimeout();

    /** How often to look whether something is in the spool. */
    @WithDefault("500ms")
    Duration pollInterval();

    /** How long after the death of a relay another instance takes over; longer than publishing a batch takes. */
    @WithDefault("8s")
    Duration leaseTtl();

    /** Most deliveries published before the confirmed ones are deleted. */
    @WithDefault("500")
    int relayRows();

    /** Most bytes of bodies published before the confirmed ones are deleted. */
    @WithDefault("4M")
    MemorySize relayBytes();
}
