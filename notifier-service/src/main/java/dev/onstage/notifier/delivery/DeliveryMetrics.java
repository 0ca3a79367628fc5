package dev.onstage.notifier.delivery;

import dev.onstage.support.database.Figures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What operators watch. Labels are kinds and outcomes, never a destination, an address or an id. */
@ApplicationScoped
class DeliveryMetrics {
    private static final Logger LOG = Logger.getLogger(DeliveryMetrics.class);
    private static final String NO_ANSWER = "none";
    private static final int MOST_NUMBERS = 50;

    private static final String STATE = """
            SELECT kind,
                   count(*) FILTER (WHERE NOT enabled AND switched_off_reason IS NOT NULL) AS off,
                   coalesce(sum(waiting), 0)::bigint AS waiting,
                   coalesce(max(overdue), 0)::double precision AS overdue,
                   coalesce(max(paused), 0)::double precision AS paused
              FROM destinations AS destination
             CROSS JOIN LATERAL (
                   SELECT count(*) AS waiting, greatest(0, extract(epoch FROM now() - min(due_at))) AS overdue
                     FROM notification_messages
                    WHERE destination_id = destination.id AND state = 'PENDING' AND sent_version < desired_version) AS due
              LEFT JOIN LATERAL (
                   SELECT greatest(0, extract(epoch FROM quiet_until - now())) AS paused
                     FROM kind_limits WHERE kind = destination.kind AND quiet_until > now()) AS pause ON true
             GROUP BY kind
            """;

    private final MeterRegistry registry;
    private final Pool pool;
    private final Figures figures = new Figures();
    private final MultiGauge off;
    private final MultiGauge waiting;
    private final MultiGauge overdue;
    private final MultiGauge paused;
    private volatile List<String> kinds = List.of();
    private final BoundedLabels statuses = new BoundedLabels(MOST_NUMBERS);
    private final BoundedLabels codes = new BoundedLabels(MOST_NUMBERS);

    DeliveryMetrics(MeterRegistry registry, Pool pool, Senders senders) {
        this.registry = registry;
        this.pool = pool;
        senders.all().forEach(sender -> Stream.of(SendResult.Reach.values())
                .forEach(reach -> limited(sender.kind(), reach)));
        this.off = MultiGauge.builder("notifier.destinations.off")
                .description("Destinations that were switched off because their receiver is gone or lets nobody in")
                .register(registry);
        this.waiting = MultiGauge.builder("notifier.messages.waiting")
                .description("Messages that are not yet as they should be")
                .register(registry);
        this.overdue = MultiGauge.builder("notifier.messages.overdue")
                .description("How long the one that waits longest could have been sent")
                .baseUnit("seconds")
                .register(registry);
        this.paused = MultiGauge.builder("notifier.kind.pause")
                .description("How long a whole kind of destination is still paused")
                .baseUnit("seconds")
                .register(registry);
    }

    private Counter limited(String kind, SendResult.Reach reach) {
        return registry.counter("notifier.limited", "kind", kind, "reach", reach.name());
    }

    /** A call was made and came to its end, whatever that is. */
    void took(String kind, Duration time) {
        Timer.builder("notifier.call")
                .description("Calls to receivers, from the look-up of the receiver to the end of its answer")
                .tag("kind", kind)
                .register(registry)
                .record(time);
    }

    /** Calls of a kind that are under way. */
    void watch(String kind, AtomicInteger inFlight) {
        Gauge.builder("notifier.calls.in.flight", inFlight, AtomicInteger::get)
                .description("Calls to receivers that are under way")
                .tag("kind", kind)
                .register(registry);
    }

    /** Counts and logs a call. */
    void called(DeliveryService.Concluded concluded) {
        DeliveryCall call = concluded.call();
        SendReport report = concluded.report();
        Integer status = report.status();
        Integer code = report.code();
        registry.counter(
                        "notifier.calls",
                        "kind",
                        call.work().destination().kind(),
                        "step",
                        call.step().name(),
                        "outcome",
                        concluded.move().outcome().name(),
                        "status",
                        status == null ? NO_ANSWER : statuses.label(status),
                        "code",
                        code == null ? NO_ANSWER : codes.label(code))
                .increment();
        if (report.result() instanceof SendResult.Limited refused) {
            limited(call.work().destination().kind(), refused.reach()).increment();
        }
        LOG.infof(
                "Notification call: step=%s outcome=%s sessionId=%s channelId=%s",
                call.step(),
                concluded.move().outcome(),
                call.work().session().sessionId(),
                call.work().session().channelId());
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return figures.read(() -> pool.query(STATE).execute())
                .invoke(rows -> show(rows.stream().toList()))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> {
                    LOG.debugf("The state of deliveries could not be read: %s", failure);
                    showUnknown();
                })
                .onFailure()
                .recoverWithNull();
    }

    private void show(List<Row> rows) {
        kinds = rows.stream().map(row -> row.getString("kind")).toList();
        register(off, rows, row -> row.getLong("off"));
        register(waiting, rows, row -> row.getLong("waiting"));
        register(overdue, rows, row -> row.getDouble("overdue"));
        register(paused, rows, row -> row.getDouble("paused"));
    }

    /** What was true before the database was away must not be taken for what is. */
    private void showUnknown() {
        List<MultiGauge.Row<?>> unknown = kinds.stream()
                .<MultiGauge.Row<?>>map(kind -> gauge(kind, Double.NaN))
                .toList();
        Stream.of(off, waiting, overdue, paused).forEach(gauge -> gauge.register(unknown, true));
    }

    private static void register(MultiGauge gauge, List<Row> rows, Function<Row, Number> value) {
        gauge.register(
                rows.stream()
                        .<MultiGauge.Row<?>>map(row -> gauge(row.getString("kind"), value.apply(row)))
                        .toList(),
                true);
    }

    private static MultiGauge.Row<Number> gauge(String kind, Number value) {
        return MultiGauge.Row.of(Tags.of("kind", kind), value);
    }
}
