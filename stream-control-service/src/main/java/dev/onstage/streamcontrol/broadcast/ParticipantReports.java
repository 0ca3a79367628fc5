package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.ObservationSource;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.events.PresenceEvent;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.ParticipantSessionsPage;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderParticipant;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderSession;
import dev.onstage.support.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes who is, or was, in a call as the provider knows it: this repairs what lost webhooks did to presence. Every
 * transaction locks the channel's row under the lease, so a holder that was paused publishes nothing.
 */
@ApplicationScoped
class ParticipantReports {

    private final StreamingProvider provider;
    private final Pool pool;
    private final Outbox outbox;
    private final CheckRecords checks;

    ParticipantReports(StreamingProvider provider, Pool pool, Outbox outbox, CheckRecords checks) {
        this.provider = provider;
        this.pool = pool;
        this.outbox = outbox;
        this.checks = checks;
    }

    /**
     * Publishes the provider's counts.
     *
     * @param stays the broadcaster's stays, null when not known
     */
    Uni<Void> publishCounts(
            ProviderCall call, ProviderSession session, @Nullable List<ProviderParticipant> stays, Lease lease) {
        String cid = call.call().cid();
        ParticipantCountObserved counts = new ParticipantCountObserved(
                cid,
                session.id(),
                session.countsByRole(),
                session.anonymousCount(),
                stays == null ? null : stays.size(),
                SessionClock.cut(Instant.now()),
                ObservationSource.RECONCILE);
        return pool.withTransaction(tx -> checks.hold(tx, lease).flatMap(held -> outbox.append(tx, cid, counts)));
    }

    /**
     * Publishes every stay of a provider session, page by page.
     *
     * @param complete whether the session is over, so that it need not be read again
     */
    Uni<Void> publishStays(SessionToPull session, boolean complete, Lease lease) {
        return publishPage(session, null, complete, lease);
    }

    private Uni<Void> publishPage(SessionToPull session, @Nullable String page, boolean complete, Lease lease) {
        return provider.participantSessions(session.call(), session.providerSessionId(), page)
                .onFailure(ParticipantReports::isForgotten)
                .recoverWithItem(() -> new ParticipantSessionsPage(List.of(), null))
                .flatMap(stays -> publish(session, stays, complete, lease)
                        .flatMap(done -> stays.next() == null
                                ? Uni.createFrom().voidItem()
                                : publishPage(session, stays.next(), complete, lease)));
    }

    private Uni<Void> publish(SessionToPull session, ParticipantSessionsPage page, boolean complete, Lease lease) {
        return pool.withTransaction(tx -> {
            Uni<Void> appended = checks.hold(tx, lease);
            for (ProviderParticipant stay : page.participants()) {
                appended = appended.chain(() -> outbox.append(tx, stay.userSessionId(), event(session, stay)));
            }
            return page.next() == null ? appended.chain(() -> checks.pulled(tx, lease, session, complete)) : appended;
        });
    }

    private static PresenceEvent event(SessionToPull session, ProviderParticipant stay) {
        Instant leftAt = stay.leftAt();
        return leftAt == null
                ? new ParticipantJoined(
                        session.call().cid(),
                        session.providerSessionId(),
                        stay.userSessionId(),
                        stay.userId(),
                        stay.displayName(),
                        stay.role(),
                        stay.joinedAt(),
                        ObservationSource.RECONCILE)
                : new ParticipantLeft(
                        session.call().cid(),
                        session.providerSessionId(),
                        stay.userSessionId(),
                        stay.userId(),
                        stay.displayName(),
                        stay.role(),
                        stay.joinedAt(),
                        SessionClock.later(leftAt, stay.joinedAt()),
                        ObservationSource.RECONCILE);
    }

    /** The provider does not know the session (any more): nothing is left to read. */
    private static boolean isForgotten(Throwable failure) {
        return failure instanceof ProviderException refused && refused.kind() == ProviderException.Kind.NOT_FOUND;
    }
}
