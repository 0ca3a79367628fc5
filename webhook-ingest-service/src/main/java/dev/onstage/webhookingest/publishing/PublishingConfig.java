package dev.onstage.webhookingest.publishing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much waits for Kafka, and for how long. */
@ConfigMapping(prefix = "onstage.publishing")
interface PublishingConfig {
    /** Deliveries waiting for Kafka's confirmation at the same time; more are refused with 503. */
    @WithDefault("4000")
    int maxInFlight();

    /** Until Kafka must have confirmed. */
    @WithDefault("2s")
    Duration deliveryTimeout();

    /** Until one attempt of Kafka's client counts as lost. */
    @WithDefault("1s")
    Duration requestTimeout();

    /** How long one record may wait for buffer space or metadata. */
    @WithDefault("50ms")
    Duration maxBlock();

    /** How long records may wait for company in a batch. */
    @WithDefault("2ms")
    Duration linger();

    /** After this the delivery is refused whatever Kafka still does. */
    @WithDefault("4s")
    Duration wholeTimeout();
}
