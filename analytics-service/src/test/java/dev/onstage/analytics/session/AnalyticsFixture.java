package dev.onstage.analytics.session;

import dev.onstage.analytics.chat.ChatService;
import dev.onstage.analytics.chat.ChatServices;
import dev.onstage.analytics.intake.AllUnknownChannels;
import dev.onstage.analytics.intake.UnknownChannels;
import dev.onstage.analytics.presence.PresenceService;
import dev.onstage.analytics.presence.PresenceServices;
import dev.onstage.analytics.retention.DayPartitions;
import dev.onstage.analytics.retention.Retention;
import dev.onstage.analytics.retention.Retentions;
import dev.onstage.events.ChatEvent;
import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.PresenceEvent;
import dev.onstage.schemas.ServiceSchema;
import dev.onstage.support.lease.LeaseToken;
import dev.onstage.support.outbox.Outbox;
import dev.onstage.support.tracing.LogFields;
import dev.onstage.support.tracing.Tracing;
import dev.onstage.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** The services on a real database, called directly instead of by Kafka and the clock. */
final class AnalyticsFixture implements AutoCloseable {

    /** Statements before which the process may die: more than any use case has. */
    private static final int LONG_ENOUGH = 20;

    private final Instant origin = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(3, ChronoUnit.HOURS);
    private final TestDatabase database;
    private final CrashingPool pool;
    private final LiveRedis redis = new LiveRedis();
    private final SessionRepository repository = new SessionRepository();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final UnknownChannels unknownChannels;
    private final PresenceService presence;
    private final ChatService chat;
    private final LifecycleService lifecycle;
    private final SummaryService summaries;
    private final LiveUpdate live;

    AnalyticsFixture(String databaseName) {
        database = TestDatabase.create(ServiceSchema.ANALYTICS, databaseName);
        pool = new CrashingPool(database.pool());
        AnalyticsConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(AnalyticsConfig.class)
                .withDefaultValue("onstage.analytics.recompute-every", "0s")
                .withDefaultValue("onstage.analytics.stamp-every", "0s")
                .build()
                .getConfigMapping(AnalyticsConfig.class);
        LateEvents lateEvents = new LateEvents(config);
        Retention retention = Retentions.retention(InstantSource.system());
        DayPartitions partitions = Retentions.partitions(pool);
        unknownChannels = AllUnknownChannels.create(pool, metrics, Duration.ZERO);
        presence = PresenceServices.create(pool, retention, partitions, unknownChannels, lateEvents, metrics);
        chat = ChatServices.create(pool, retention, partitions, unknownChannels, lateEvents, metrics);
        lifecycle = new LifecycleService(pool, new LifecycleRepository());
        summaries = new SummaryService(
                pool, repository, new SessionCharts(), new Outbox(Tracing.off()), config, LogFields.off());
        live = new LiveUpdate(
                pool,
                repository,
                new LiveRepository(),
                new LiveNumbers(redis.client(), config),
                partitions,
                config,
                LogFields.off());
    }

    /** A moment some hours ago, the same for all who ask. */
    Instant origin() {
        return origin;
    }

    /** Applies one poll of each topic. */
    void apply(List<? extends OnstageEvent> events) {
        applying(events).await().indefinitely();
    }

    /** Applies polls at the same time, as instances do that share a stream. */
    void applyTogether(List<? extends OnstageEvent> some, List<? extends OnstageEvent> others) {
        Uni.combine()
                .all()
                .unis(applying(some), applying(others))
                .discardItems()
                .await()
                .indefinitely();
    }

    private Uni<Void> applying(List<? extends OnstageEvent> events) {
        List<Decision> decisions = only(LifecycleEvent.class, events).stream()
                .map(event -> new Decision(origin, event))
                .toList();
        return presence.apply(only(PresenceEvent.class, events))
                .chain(() -> chat.apply(only(ChatEvent.class, events)))
                .chain(() -> decisions.isEmpty() ? Uni.createFrom().voidItem() : lifecycle.apply(decisions));
    }

    /** Does the work in a process that dies before some statement; false when it died, true when it was done before. */
    boolean survives(Runnable work, Random random) {
        pool.dieAfter(random.nextInt(LONG_ENOUGH));
        try {
            work.run();
            return true;
        } catch (RuntimeException failure) {
            if (!pool.isDead()) {
                throw failure;
            }
            return false;
        } finally {
            pool.restart();
        }
    }

    /** Applies decisions in one poll, each as of the same moment. */
    void decide(Instant at, LifecycleEvent... events) {
        lifecycle
                .apply(Stream.of(events).map(event -> new Decision(at, event)).toList())
                .await()
                .indefinitely();
    }

    /** A column of text, in the order of the query. */
    List<String> texts(String sql) {
        List<String> texts = new ArrayList<>();
        database.pool().query(sql).executeAndAwait().forEach(row -> texts.add(row.getString(0)));
        return texts;
    }

    private static <E> List<E> only(Class<E> kind, List<? extends OnstageEvent> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Until nothing is due: one call takes no more than a page. */
    void summariseDue() {
        do {
            summaries.summariseDue().await().indefinitely();
        } while (count("SELECT count(*) FROM stream_sessions WHERE summary_due_at <= now()") > 0);
    }

    /** What happens every second, at that moment. */
    void follow(LeaseToken lease, Instant now) {
        live.update(lease, now).await().indefinitely();
    }

    /** Our own lease on the live figures. */
    LeaseToken liveLease() {
        database.pool()
                .query("INSERT INTO leases VALUES ('live', 'test', 1, 'infinity') ON CONFLICT DO NOTHING")
                .executeAndAwait();
        return new LeaseToken("live", 1);
    }

    LiveRedis redis() {
        return redis;
    }

    void sweepUnknownChannels() {
        AllUnknownChannels.sweep(unknownChannels).await().indefinitely();
    }

    StreamSession session(UUID sessionId) {
        return repository
                .find(database.pool(), sessionId)
                .await()
                .indefinitely()
                .orElseThrow();
    }

    long count(String sql) {
        return database.pool().query(sql).executeAndAwait().iterator().next().getLong(0);
    }

    SimpleMeterRegistry metrics() {
        return metrics;
    }

    int statements() {
        return database.statements();
    }

    @Override
    public void close() {
        redis.close();
        database.close();
    }
}
