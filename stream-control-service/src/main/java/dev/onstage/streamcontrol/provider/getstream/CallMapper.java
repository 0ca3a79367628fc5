package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.StreamingProvider.Attendance;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ParticipantSessionsPage;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderCall;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderParticipant;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderSession;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.Call;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.CallAnswer;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.ParticipantSession;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.ParticipantSessionsAnswer;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.ParticipantsAnswer;
import dev.onstage.streamcontrol.provider.getstream.VideoApi.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** GetStream's shapes to the port's. */
final class CallMapper {

    private CallMapper() {}

    static ProviderCall toCall(CallAnswer answer) {
        Call call = answer.call();
        String address = call.ingress() == null || call.ingress().rtmp() == null
                ? null
                : call.ingress().rtmp().address();
        return new ProviderCall(
                new CallId(call.type(), call.id()),
                call.backstage(),
                call.updatedAt(),
                call.endedAt(),
                Objects.requireNonNullElse(address, ""),
                call.session() == null ? null : toSession(call.session(), call.currentSessionId()));
    }

    static Attendance toAttendance(ParticipantsAnswer answer, String userId, Instant askedAt, Instant answeredAt) {
        Call call = answer.call();
        Session session = call == null ? null : call.session();
        return new Attendance(
                toParticipants(answer, userId),
                call == null || session == null ? null : toSession(session, call.currentSessionId()),
                askedAt,
                answeredAt);
    }

    /** The filter is GetStream's to apply; a participant of somebody else must not count whatever it does. */
    private static List<ProviderParticipant> toParticipants(ParticipantsAnswer answer, String userId) {
        return Objects.requireNonNullElse(answer.participants(), List.<VideoApi.Participant>of()).stream()
                .filter(participant -> participant.user().id().equals(userId))
                .map(participant -> new ProviderParticipant(
                        participant.userSessionId(),
                        participant.user().id(),
                        participant.user().name(),
                        participant.role(),
                        participant.joinedAt(),
                        null,
                        null))
                .toList();
    }

    static ParticipantSessionsPage toPage(ParticipantSessionsAnswer answer) {
        String next = answer.next();
        return new ParticipantSessionsPage(
                Objects.requireNonNullElse(answer.participantsSessions(), List.<ParticipantSession>of()).stream()
                        .map(CallMapper::toParticipant)
                        .toList(),
                next == null || next.isEmpty() ? null : next);
    }

    private static ProviderParticipant toParticipant(ParticipantSession stay) {
        List<String> roles = Objects.requireNonNullElse(stay.roles(), List.of());
        return new ProviderParticipant(
                stay.userSessionId(),
                stay.userId(),
                null,
                roles.isEmpty() ? null : roles.get(0),
                stay.joinedAt(),
                stay.leftAt(),
                stay.publisherType());
    }

    private static ProviderSession toSession(Session session, @Nullable String currentSessionId) {
        return new ProviderSession(
                session.id(),
                session.endedAt() == null && session.id().equals(currentSessionId),
                session.startedAt(),
                session.endedAt(),
                session.liveStartedAt(),
                session.liveEndedAt(),
                Objects.requireNonNullElse(session.participantsCountByRole(), Map.of()),
                session.anonymousParticipantCount());
    }
}
