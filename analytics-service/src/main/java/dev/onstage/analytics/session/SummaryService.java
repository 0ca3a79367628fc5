package dev.onstage.analytics.session;

import dev.onstage.events.SessionSummarised;
import dev.onstage.support.outbox.Outbox;
import dev.onstage.support.tracing.LogFields;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Computes closed sessions by event time and announces the result: first right after the close, again when late events
 * changed something. Every instance may do it; the row lock lets one at a time have a session.
 */
@ApplicationScoped
public class SummaryService {

    private static final Logger LOG = Logger.getLogger(SummaryService.class);

    private final Pool pool;
    private final SessionRepository repository;
    private final SessionCharts charts;
    private final Outbox outbox;
    private final AnalyticsConfig config;
    private final LogFields fields;

    SummaryService(
            Pool pool,
            SessionRepository repository,
            SessionCharts charts,
            Outbox outbox,
            AnalyticsConfig config,
            LogFields fields) {
        this.fields = fields;
        this.pool = pool;
        this.repository = repository;
        this.charts = charts;
        this.outbox = outbox;
        this.config = config;
    }

    /** Computes every session whose summary is due; one that fails is tried again later and keeps no other back. */
    @Scheduled(every = "{onstage.analytics.summarise-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    public Uni<Void> summariseDue() {
        return repository
                .summariesDue(pool)
                .onItem()
                .transformToMulti(ids -> Multi.createFrom().iterable(ids))
                .onItem()
                .transformToUniAndConcatenate(this::summariseOrPostpone)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> summariseOrPostpone(UUID sessionId) {
        return fields.apart(() -> pool.withTransaction(tx -> summarise(tx, sessionId))
                .onFailure()
                .recoverWithUni(failure -> postpone(sessionId, failure)));
    }

    private Uni<Void> postpone(UUID sessionId, Throwable failure) {
        LOG.errorf(failure, "The summary of session %s failed and is tried again later", sessionId);
        return repository.postpone(pool, sessionId, config.recomputeEvery());
    }

    private Uni<Void> summarise(SqlConnection tx, UUID sessionId) {
        return repository
                .lockDue(tx, sessionId)
                .chain(session -> session.isPresent()
                        ? summarise(tx, session.get())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> summarise(SqlConnection tx, StreamSession session) {
        LogFields.put(session.channelId(), session.epoch());
        Instant now = Instant.now();
        return Measuring.measure(repository, tx, session, now)
                .call(measured -> charts.store(tx, session.sessionId(), measured))
                .map(SessionMeasurement::figures)
                .chain(figures -> {
                    boolean changed = session.revision() == 0 || !figures.equals(session.figures());
                    long revision = changed ? session.revision() + 1 : session.revision();
                    Uni<Void> stored =
                            repository.summarise(tx, session.sessionId(), figures, revision, config.recomputeEvery());
                    return changed ? stored.chain(() -> announce(tx, session, figures, revision)) : stored;
                });
    }

    private Uni<Void> announce(SqlConnection tx, StreamSession session, SessionFigures figures, long revision) {
        return outbox.append(
                tx,
                session.channelId(),
                new SessionSummarised(
                        session.channelId(),
                        session.sessionId(),
                        revision,
                        session.startedAt(),
                        Objects.requireNonNull(session.endedAt()),
                        figures.totalMinutes(),
                        figures.peakViewers(),
                        figures.averageViewers(),
                        figures.uniqueViewers(),
                        figures.watchMinutes(),
                        figures.chatMessages(),
                        figures.chatters(),
                        figures.presenceComplete(),
                        figures.chatComplete()));
    }
}
