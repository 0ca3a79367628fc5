package dev.onstage.analytics.session;

import dev.onstage.analytics.audience.CountDifference;
import dev.onstage.analytics.retention.DayPartitions;
import dev.onstage.analytics.retention.DayTable;
import dev.onstage.analytics.retention.Retention;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.tracing.LogFields;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Brings everything that is shown of the live sessions up to date: their current viewers, snapshots and live numbers, and the
 * figures of those whose figures are old. Each from what is stored, so nothing that was missed before matters.
 */
@ApplicationScoped
class LiveUpdate {

    private static final Logger LOG = Logger.getLogger(LiveUpdate.class);

    /** It is asked for once a second, so figures that old are measured now lest they grow too old until the next time. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private static final Duration CLOCKS_APART = Duration.ofMinutes(10);

    private final Pool pool;
    private final SessionRepository sessions;
    private final LiveRepository live;
    private final LiveNumbers liveNumbers;
    private final DayPartitions partitions;
    private final AnalyticsConfig config;
    private final LogFields fields;

    LiveUpdate(
            Pool pool,
            SessionRepository sessions,
            LiveRepository live,
            LiveNumbers liveNumbers,
            DayPartitions partitions,
            AnalyticsConfig config,
            LogFields fields) {
        this.fields = fields;
        this.pool = pool;
        this.sessions = sessions;
        this.live = live;
        this.liveNumbers = liveNumbers;
        this.partitions = partitions;
        this.config = config;
    }

    /**
     * Does what is due.
     *
     * @param lease nothing is stored once it is lost
     * @param now until when the figures reach
     */
    Uni<Void> update(LeaseToken lease, Instant now) {
        return stampDue(lease, now)
                .chain(() -> partitions.ensure(DayTable.VIEWER_SNAPSHOTS, daysAround(Instant.now())))
                .chain(() -> live.countViewers(pool, lease, config.snapshotBaseline()))
                .chain(liveNumbers::write);
    }

    /** Before the viewers are counted: a correction that what was reported since makes needless is not shown. */
    private Uni<Void> stampDue(LeaseToken lease, Instant now) {
        return sessions.stampsDue(pool, stampAge())
                .onItem()
                .transformToMulti(ids -> Multi.createFrom().iterable(ids))
                .onItem()
                .transformToUniAndConcatenate(sessionId -> stampOrSkip(sessionId, lease, now))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** The figures of one session are no reason to show the viewers of none. */
    private Uni<Void> stampOrSkip(UUID sessionId, LeaseToken lease, Instant now) {
        return fields.apart(() -> stamp(sessionId, lease, now)
                .onFailure()
                .invoke(failure ->
                        LOG.errorf(failure, "The figures of the live session %s could not be measured", sessionId))
                .onFailure()
                .recoverWithNull());
    }

    private Uni<Void> record(UUID sessionId, CountDifference difference) {
        return partitions
                .ensure(DayTable.PRESENCE_DIFFERENCES, List.of(Retention.dayOf(difference.observedAt())))
                .chain(() -> sessions.record(pool, sessionId, difference));
    }

    /** Snapshots are dated by the database, whose clock may be on another day than ours. */
    private static List<LocalDate> daysAround(Instant now) {
        return List.of(Retention.dayOf(now.minus(CLOCKS_APART)), Retention.dayOf(now.plus(CLOCKS_APART)));
    }

    private Duration stampAge() {
        Duration age = config.stampEvery().minus(TICK);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private Uni<Void> stamp(UUID sessionId, LeaseToken lease, Instant now) {
        return sessions.find(pool, sessionId)
                .invoke(session -> session.ifPresent(found -> LogFields.put(found.channelId(), found.epoch())))
                .chain(session -> session.isPresent()
                        ? Measuring.measure(sessions, pool, session.get(), now)
                                .chain(measured -> store(sessionId, measured, lease))
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> store(UUID sessionId, SessionMeasurement measured, LeaseToken lease) {
        return sessions.stamp(pool, sessionId, measured, lease).chain(() -> measured.difference()
                .map(difference -> record(sessionId, difference))
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }
}
