package dev.onstage.webhookingest.publishing;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much waits for Kafka, and for how long. */
@ConfigMapping(prefix = "onstage.publishing")
public interface PublishingConfig {
    /** Deliveries that may wait for Kafka's client to take them. */
    @WithDefault("16384")
    int queue();

    /** Longest a delivery waits for Kafka's client to take it. */
    @WithDefault("500ms")
    Duration longestWait();

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
    @WithDefault("5ms")
    Duration linger();

    /** Size of a batch, compressed, at which it no longer waits. */
    @WithDefault("128K")
    MemorySize batchSize();

    /** What may wait for Kafka in the memory of its client. */
    @WithDefault("24M")
    MemorySize bufferMemory();

    /** So many deliveries in a row without a confirmation, and Kafka is no longer asked. */
    @WithDefault("5")
    int breakerThreshold();

    /** How often Kafka is asked again, with one delivery. */
    @WithDefault("1s")
    Duration breakerPause();
}
