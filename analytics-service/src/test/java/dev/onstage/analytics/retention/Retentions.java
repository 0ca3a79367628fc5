package dev.onstage.analytics.retention;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.InstantSource;

/** Makes the beans without a container. */
public final class Retentions {

    private Retentions() {}

    public static Retention retention(InstantSource clock) {
        RetentionConfig defaults = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RetentionConfig.class)
                .build()
                .getConfigMapping(RetentionConfig.class);
        return new Retention(defaults, clock);
    }

    public static DayPartitions partitions(Pool pool) {
        return new DayPartitions(pool, new PartitionRepository());
    }

    public static RetentionUpkeep upkeep(Pool pool, InstantSource clock, MeterRegistry metrics) {
        return new RetentionUpkeep(partitions(pool), retention(clock), metrics);
    }
}
