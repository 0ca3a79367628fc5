package dev.onstage.notifier.delivery;

import dev.onstage.events.ChannelChanged;
import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.SessionSummarised;
import dev.onstage.events.StreamEnded;
import dev.onstage.events.StreamWentLive;
import dev.onstage.notifier.stream.StreamSessions;
import dev.onstage.support.inbox.Inbox;
import dev.onstage.support.tracing.LogFields;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Turns events into what should be told. One event is one transaction; the same event again changes nothing. An encoder
 * that is lost or back is nobody's news.
 */
@ApplicationScoped
class DeliveryIntake {
    private static final String LIFECYCLE = "notifier.lifecycle";
    private static final String SESSION = "notifier.session";

    private final Pool pool;
    private final Inbox inbox;
    private final StreamSessions sessions;
    private final DesiredMessages desired;
    private final OutcomeEvents outcomes;
    private final DeliveryWorker worker;

    DeliveryIntake(
            Pool pool,
            Inbox inbox,
            StreamSessions sessions,
            DesiredMessages desired,
            OutcomeEvents outcomes,
            DeliveryWorker worker) {
        this.pool = pool;
        this.inbox = inbox;
        this.sessions = sessions;
        this.desired = desired;
        this.outcomes = outcomes;
        this.worker = worker;
    }

    Uni<Void> lifecycle(LifecycleEvent event) {
        LogFields.put(event.channelId(), event.epoch());
        return once(LIFECYCLE, event.channelId(), event.seq(), tx -> apply(tx, event));
    }

    Uni<Void> summarised(SessionSummarised event) {
        LogFields.put(event.channelId());
        return once(SESSION, event.sessionId().toString(), event.revision(), tx -> sessions.summarised(tx, event)
                .flatMap(changed -> desired.desire(tx, changed, false)));
    }

    private Uni<Void> apply(SqlClient tx, LifecycleEvent event) {
        if (event instanceof StreamWentLive live) {
            return sessions.started(tx, live)
                    .flatMap(changed -> desired.openForLive(tx, changed, live.channelId(), live.startedAt())
                            .flatMap(quiet -> outcomes.announceQuiet(tx, live.channelId(), live.sessionId(), quiet))
                            .chain(() -> desired.desire(tx, changed, true)));
        }
        if (event instanceof StreamEnded ended) {
            return sessions.ended(tx, ended)
                    .flatMap(changed -> desired.openForEnd(tx, changed, ended.channelId(), ended.startedAt())
                            .flatMap(quiet -> outcomes.announceQuiet(tx, ended.channelId(), ended.sessionId(), quiet))
                            .chain(() -> desired.desire(tx, changed, true)));
        }
        if (event instanceof ChannelChanged channel) {
            return sessions.described(tx, channel)
                    .onItem()
                    .transformToMulti(Multi.createFrom()::iterable)
                    .onItem()
                    .transformToUniAndConcatenate(changed -> desired.desire(tx, changed, false))
                    .collect()
                    .asList()
                    .replaceWithVoid();
        }
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> once(String consumer, String key, long position, Application application) {
        return pool.withTransaction(tx -> inbox.advance(tx, consumer, key, position)
                        .flatMap(first ->
                                first ? application.to(tx) : Uni.createFrom().voidItem()))
                .invoke(worker::wake);
    }

    /** What an event does within the transaction of its inbox entry. */
    private interface Application {
        Uni<Void> to(SqlClient tx);
    }
}
