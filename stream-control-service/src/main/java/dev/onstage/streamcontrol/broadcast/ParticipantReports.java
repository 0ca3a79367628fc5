package dev.onstage.streamcontrol.broadcast;

import dev.onstage.events.ObservationSource;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.events.PresenceEvent;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.Attendance;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ParticipantSessionsPage;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderParticipant;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderSession;
import dev.onstage.support.outbox.Outbox;
import dev.onstage.support.text.StorableText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes who is, or was, in a call as the provider knows it: this repairs what lost webhooks did to presence. Every
 * transaction locks the channel's row under the lease, so a holder that was paused publishes nothing.
 */
@ApplicationScoped
class ParticipantReports {

    /** Well below the seconds around its moment within which a count may agree with the stays. */
    static final Duration AT_ONCE = Duration.ofSeconds(2);

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

    /** Publishes the provider's counts, when it is known of which moment they are. */
    Uni<Void> publishCounts(CallId call, Attendance attendance, Lease lease) {
        return counts(call, attendance)
                .map(counts -> pool.withTransaction(
                        tx -> checks.hold(tx, lease).flatMap(held -> outbox.append(tx, call.cid(), counts))))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /**
     * The counts of an answer, of the middle of its way; none when one of them cannot be used, for the others alone are too
     * small a sum, and none when it was long on its way: a count is held against the stays
     * of its moment, and one of another moment would be evidence of a loss that never was.
     */
    static Optional<ParticipantCountObserved> counts(CallId call, Attendance attendance) {
        ProviderSession session = attendance.session();
        Duration onItsWay = Duration.between(attendance.askedAt(), attendance.answeredAt());
        if (session == null || onItsWay.compareTo(AT_ONCE) > 0 || !isUsable(session)) {
            return Optional.empty();
        }
        return Optional.of(new ParticipantCountObserved(
                call.cid(),
                session.id(),
                session.countsByRole(),
                session.anonymousCount(),
                attendance.stays().size(),
                SessionClock.cut(attendance.askedAt().plus(onItsWay.dividedBy(2))),
                ObservationSource.RECONCILE));
    }

    private static boolean isUsable(ProviderSession session) {
        return isUsable(session.anonymousCount())
                && session.countsByRole().entrySet().stream()
                        .allMatch(count -> StorableText.id(count.getKey()) != null && isUsable(count.getValue()));
    }

    private static boolean isUsable(@Nullable Integer count) {
        return count != null && count >= 0 && count <= ParticipantCountObserved.LARGEST_COUNT;
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

    /** The provider does not know the session, or never did: nothing is left to read, and asking again changes nothing. */
    private static boolean isForgotten(Throwable failure) {
        return failure instanceof ProviderException refused
                && switch (refused.kind()) {
                    case NOT_FOUND, REJECTED -> true;
                    case UNAVAILABLE, CREDENTIALS_REFUSED -> false;
                };
    }
}
