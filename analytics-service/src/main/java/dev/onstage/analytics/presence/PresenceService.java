package dev.onstage.analytics.presence;

import dev.onstage.analytics.intake.UnknownChannels;
import dev.onstage.analytics.retention.DayPartitions;
import dev.onstage.analytics.retention.DayTable;
import dev.onstage.analytics.retention.Retention;
import dev.onstage.analytics.session.LateEvents;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.events.PresenceEvent;
import dev.onstage.support.messaging.MalformedEventException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stores who came and went. */
@ApplicationScoped
public class PresenceService {

    private final Pool pool;
    private final PresenceRepository repository;
    private final Retention retention;
    private final DayPartitions partitions;
    private final UnknownChannels unknownChannels;
    private final LateEvents lateEvents;
    private final MeterRegistry metrics;

    PresenceService(
            Pool pool,
            PresenceRepository repository,
            Retention retention,
            DayPartitions partitions,
            UnknownChannels unknownChannels,
            LateEvents lateEvents,
            MeterRegistry metrics) {
        this.pool = pool;
        this.repository = repository;
        this.retention = retention;
        this.partitions = partitions;
        this.unknownChannels = unknownChannels;
        this.lateEvents = lateEvents;
        this.metrics = metrics;
    }

    /**
     * Lets pass what can be stored.
     *
     * @throws MalformedEventException for events of days that are not kept
     */
    void check(PresenceEvent event) {
        if (event instanceof ParticipantJoined joined) {
            retention.check(DayTable.PRESENCE, joined.joinedAt());
        } else if (event instanceof ParticipantLeft left) {
            Instant joinedAt = left.joinedAt();
            retention.check(DayTable.PRESENCE, joinedAt == null ? left.leftAt() : joinedAt);
        } else if (event instanceof ParticipantCountObserved count) {
            retention.check(DayTable.PARTICIPANT_COUNTS, count.observedAt());
        }
    }

    /**
     * Applies the events in one transaction of at most five statements, whatever their number, order and repetition; closed
     * sessions they touch will be computed again.
     */
    public Uni<Void> apply(List<PresenceEvent> events) {
        PresenceBatch batch = PresenceBatch.of(events);
        metrics.counter("analytics.events.ignored", "kind", "presence").increment(batch.foreign());
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return partitions
                .ensure(DayTable.PRESENCE, batch.joinDays())
                .chain(() -> partitions.ensure(DayTable.PARTICIPANT_COUNTS, batch.countDays()))
                .chain(() -> pool.withTransaction(tx -> write(tx, batch)));
    }

    private Uni<Void> write(SqlConnection tx, PresenceBatch batch) {
        return mergeStays(tx, batch)
                .chain(changed -> mergeCounts(tx, batch).map(counted -> earliest(changed, counted)))
                .chain(changed -> lateEvents.owe(tx, changed))
                .chain(() -> unknownChannels.remember(tx, batch.channelIds()));
    }

    private Uni<Map<String, Instant>> mergeStays(SqlConnection tx, PresenceBatch batch) {
        if (batch.rows().isEmpty()) {
            return nothing();
        }
        return repository.mergeStays(tx, batch.rows()).chain(changed -> repository
                .settle(tx, batch.rows().keySet())
                .map(settled -> earliest(changed, settled)));
    }

    private Uni<Map<String, Instant>> mergeCounts(SqlConnection tx, PresenceBatch batch) {
        return batch.counts().isEmpty() ? nothing() : repository.mergeCounts(tx, batch.counts());
    }

    private static Uni<Map<String, Instant>> nothing() {
        return Uni.createFrom().item(Map.of());
    }

    private static Map<String, Instant> earliest(Map<String, Instant> one, Map<String, Instant> other) {
        Map<String, Instant> earliest = new HashMap<>(one);
        other.forEach((channelId, moment) -> earliest.merge(channelId, moment, (a, b) -> a.isBefore(b) ? a : b));
        return earliest;
    }
}
