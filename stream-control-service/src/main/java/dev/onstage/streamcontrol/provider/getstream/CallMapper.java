package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.ProviderException;
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
import dev.onstage.streamcontrol.provider.getstream.VideoApi.User;
import dev.onstage.support.text.StorableText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GetStream's shapes to the port's. */
final class CallMapper {

    /** In UTF-16 units; what is longer is cut off. */
    private static final int LONGEST_NAME = 255;

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
                call.createdBy() == null ? null : readable(call.createdBy().id()),
                Objects.requireNonNullElse(address, ""),
                toSession(call.session(), call.currentSessionId()));
    }

    /** Only what a page may load is handed to one: https, or plain from this machine, where the simulator is. */
    static Optional<String> toHlsAddress(CallAnswer answer) {
        VideoApi.Egress egress = answer.call().egress();
        return Optional.ofNullable(
                        egress == null || egress.hls() == null
                                ? null
                                : egress.hls().playlistUrl())
                .filter(address -> address.startsWith("https://") || address.startsWith("http://127.0.0.1:"));
    }

    static Attendance toAttendance(ParticipantsAnswer answer, String userId, Instant askedAt, Instant answeredAt) {
        Call call = answer.call();
        return new Attendance(
                toParticipants(answer, userId),
                call == null ? null : toSession(call.session(), call.currentSessionId()),
                askedAt,
                answeredAt);
    }

    /**
     * The filter is GetStream's to apply; a participant of somebody else must not count whatever it does.
     *
     * @throws ProviderException when the user is there, but nothing of it can be used: that is not the same as being away
     */
    private static List<ProviderParticipant> toParticipants(ParticipantsAnswer answer, String userId) {
        List<VideoApi.Participant> listed =
                Objects.requireNonNullElse(answer.participants(), List.<VideoApi.Participant>of()).stream()
                        .filter(participant -> participant.user() != null
                                && userId.equals(participant.user().id()))
                        .toList();
        List<ProviderParticipant> usable = listed.stream()
                .flatMap(participant -> toParticipant(participant).stream())
                .toList();
        if (usable.isEmpty() && !listed.isEmpty()) {
            throw new ProviderException(
                    ProviderException.Kind.UNAVAILABLE,
                    "GetStream's answer about the participants of the call cannot be used.",
                    null,
                    null);
        }
        return usable;
    }

    private static Optional<ProviderParticipant> toParticipant(VideoApi.Participant participant) {
        User user = participant.user();
        return toParticipant(
                participant.userSessionId(),
                user == null ? null : user.id(),
                user == null ? null : user.name(),
                participant.role(),
                participant.joinedAt(),
                null,
                null);
    }

    static ParticipantSessionsPage toPage(ParticipantSessionsAnswer answer) {
        String next = answer.next();
        return new ParticipantSessionsPage(
                Objects.requireNonNullElse(answer.participantsSessions(), List.<ParticipantSession>of()).stream()
                        .flatMap(stay -> toParticipant(stay).stream())
                        .toList(),
                next == null || next.isEmpty() ? null : next);
    }

    private static Optional<ProviderParticipant> toParticipant(ParticipantSession stay) {
        List<String> roles = Objects.requireNonNullElse(stay.roles(), List.of());
        return toParticipant(
                stay.userSessionId(),
                stay.userId(),
                null,
                roles.isEmpty() ? null : roles.get(0),
                stay.joinedAt(),
                stay.leftAt(),
                stay.publisherType());
    }

    /** Empty for one that could not be told from others or not be stored: it is left out, not the answer it is in. */
    private static Optional<ProviderParticipant> toParticipant(
            @Nullable String userSessionId,
            @Nullable String userId,
            @Nullable String name,
            @Nullable String role,
            @Nullable Instant joinedAt,
            @Nullable Instant leftAt,
            @Nullable String publisherType) {
        String stay = userSessionId == null ? null : StorableText.id(userSessionId);
        String user = userId == null ? null : StorableText.id(userId);
        if (stay == null || user == null || joinedAt == null) {
            return Optional.empty();
        }
        return Optional.of(new ProviderParticipant(
                stay, user, readable(name), readable(role), joinedAt, leftAt, readable(publisherType)));
    }

    private static @Nullable String readable(@Nullable String text) {
        return text == null ? null : StorableText.readable(text, LONGEST_NAME);
    }

    /** Null for one that cannot be named: nothing could be asked about it. */
    private static @Nullable ProviderSession toSession(@Nullable Session session, @Nullable String currentSessionId) {
        String id = session == null || session.id() == null ? null : StorableText.id(session.id());
        if (session == null || id == null) {
            return null;
        }
        return new ProviderSession(
                id,
                session.endedAt() == null && id.equals(currentSessionId),
                session.startedAt(),
                session.endedAt(),
                session.liveStartedAt(),
                session.liveEndedAt(),
                Objects.requireNonNullElse(session.participantsCountByRole(), Map.of()),
                session.anonymousParticipantCount());
    }
}
