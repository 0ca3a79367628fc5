package dev.onstage.webhookingest.receiving;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is taken in, from whom, and how much at a time. */
@ConfigMapping(prefix = "onstage.receiving")
public interface ReceivingConfig {
    /** Older than this by the provider's clock: quarantined. The signature has no time, so age is all there is. */
    @WithDefault("10m")
    Duration maxAge();

    /** Further ahead than this: quarantined. */
    @WithDefault("2m")
    Duration maxAhead();

    /** Until the whole body must have arrived. */
    @WithDefault("5s")
    Duration bodyTimeout();

    /** A body that takes longer gives its place to a newcomer when there is none left. */
    @WithDefault("500ms")
    Duration patience();

    /** Until a delivery that arrived is durable, or refused with 503. */
    @WithDefault("4s")
    Duration wholeTimeout();

    /** Deliveries that are being read or made durable at the same time; more are refused with 503. */
    @WithDefault("8192")
    int maxInFlight();

    /** Bytes of their bodies; more are refused with 503. */
    @WithDefault("32M")
    MemorySize maxInFlightBytes();

    /**
     * Addresses and ranges (CIDR) that may send; all when none is given. Behind proxies {@code onstage.trusted-proxies} says
     * whose address of {@code X-Forwarded-For} is the sender's.
     */
    Optional<List<String>> allowedSources();

    /** Sources of refused requests that are told apart. */
    @WithDefault("1000")
    int sourcesCounted();
}
