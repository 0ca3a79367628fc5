package dev.onstage.notifier.delivery;

import dev.onstage.events.DestinationSwitchedOff;
import dev.onstage.notifier.delivery.DeliveryRules.Effect;
import dev.onstage.notifier.limits.KindLimits;
import dev.onstage.notifier.stream.SqlTime;
import dev.onstage.support.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Applies what a call taught to its destination, in the transaction that stores what came of it. */
@ApplicationScoped
class DestinationEffects {
    private static final int MAX_JITTER_MILLIS = 250;

    private static final String HEALTHY = "UPDATE destinations SET refusals = 0 WHERE id = $1 AND refusals <> 0";
    private static final String ONE_MORE_REFUSAL = "UPDATE destinations SET refusals = refusals + 1 WHERE id = $1";
    /** Only while the address is the one that was called: a new one may have been saved meanwhile. */
    private static final String SWITCH_OFF = """
            UPDATE destinations
               SET enabled = false, switched_off_reason = $3, switched_off_at = $5,
                   address = CASE WHEN $4 THEN NULL ELSE address END
             WHERE id = $1 AND address_version = $2 AND enabled
            """;

    private static final String LEAVE_THREAD =
            "UPDATE destinations SET thread_id = NULL WHERE id = $1 AND thread_id = $2";
    private static final String LEAVE_ALONE = """
            UPDATE destinations SET quiet_until = greatest(quiet_until, now() + $2 * interval '1 millisecond')
             WHERE id = $1
            """;

    private static final String QUIET = """
            SELECT (extract(epoch FROM quiet_until - now()) * 1000)::bigint AS millis
              FROM destinations WHERE id = $1 AND quiet_until > now()
            """;

    private final KindLimits limits;
    private final Outbox outbox;

    DestinationEffects(KindLimits limits, Outbox outbox) {
        this.limits = limits;
        this.outbox = outbox;
    }

    /**
     * The destination that was called, as it was then.
     *
     * @param id its row
     * @param channelId its channel
     * @param name its name within the channel
     * @param kind its kind
     * @param addressVersion which of its addresses was called
     * @param threadId the thread that was named, null for none
     */
    record Called(
            UUID id,
            String channelId,
            String name,
            String kind,
            long addressVersion,
            @Nullable String threadId) {}

    /** How long a destination is to be left alone, zero for not at all. */
    Uni<Duration> quiet(SqlClient client, UUID destinationId) {
        return client.preparedQuery(QUIET).execute(Tuple.of(destinationId)).map(rows -> rows.stream()
                .map(row -> Duration.ofMillis(row.getLong("millis")))
                .findFirst()
                .orElse(Duration.ZERO));
    }

    Uni<Void> apply(SqlClient tx, Called destination, SendReport report, Effect effect) {
        return affect(tx, destination, effect)
                .flatMap(applied -> wasLetThrough(report) ? limits.passed(tx, destination.kind()) : nothing())
                .flatMap(applied -> leaveAlone(tx, destination.id(), report));
    }

    private Uni<Void> affect(SqlClient tx, Called destination, Effect effect) {
        if (effect instanceof Effect.Healthy) {
            return tx.preparedQuery(HEALTHY).execute(Tuple.of(destination.id())).replaceWithVoid();
        }
        if (effect instanceof Effect.OneMoreRefusal) {
            return tx.preparedQuery(ONE_MORE_REFUSAL)
                    .execute(Tuple.of(destination.id()))
                    .replaceWithVoid();
        }
        if (effect instanceof Effect.SwitchOff off) {
            return switchOff(tx, destination, off);
        }
        if (effect instanceof Effect.LeaveThread) {
            return tx.preparedQuery(LEAVE_THREAD)
                    .execute(Tuple.of(destination.id(), destination.threadId()))
                    .replaceWithVoid();
        }
        if (effect instanceof Effect.PauseKind pause) {
            return limits.pause(tx, destination.kind(), pause.delay(), pause.blocked());
        }
        return nothing();
    }

    /** Whatever the receiver answered: it did answer. */
    private static boolean wasLetThrough(SendReport report) {
        boolean blocked = report.result() instanceof SendResult.Limited limited
                && limited.reach() == SendResult.Reach.KIND_BLOCKED;
        return report.status() != null && !blocked;
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> switchOff(SqlClient tx, Called destination, Effect.SwitchOff off) {
        Instant at = Instant.now();
        return tx.preparedQuery(SWITCH_OFF)
                .execute(Tuple.of(
                        destination.id(),
                        destination.addressVersion(),
                        off.reason(),
                        off.forgetAddress(),
                        SqlTime.utc(at)))
                .flatMap(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        : outbox.append(
                                tx,
                                destination.channelId(),
                                new DestinationSwitchedOff(
                                        destination.channelId(),
                                        destination.name(),
                                        destination.kind(),
                                        off.reason(),
                                        SqlTime.micros(at))));
    }

    private Uni<Void> leaveAlone(SqlClient tx, UUID destinationId, SendReport report) {
        Duration pause = report.pause();
        if (report.result() instanceof SendResult.Limited limited
                && limited.delay().compareTo(pause) > 0) {
            pause = limited.delay();
        }
        if (pause.isZero()) {
            return Uni.createFrom().voidItem();
        }
        long jitter = ThreadLocalRandom.current().nextInt(MAX_JITTER_MILLIS);
        return tx.preparedQuery(LEAVE_ALONE)
                .execute(Tuple.of(destinationId, pause.toMillis() + jitter))
                .replaceWithVoid();
    }
}
