package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.user.UserResponse;
import dev.onstage.simulator.getstream.user.Users;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls, members and participants as GetStream shows them. */
final class CallViews {

    /** In large calls GetStream truncates the list of participants; where is undocumented. */
    static final int LISTED_PARTICIPANTS = 250;

    private final Users users;
    private final String ingressHost;
    private final String apiKey;

    CallViews(Users users, String ingressHost, String apiKey) {
        this.users = users;
        this.ingressHost = ingressHost;
        this.apiKey = apiKey;
    }

    record CallResponse(
            String type,
            String id,
            String cid,
            String team,
            String currentSessionId,
            UserResponse createdBy,
            ObjectNode custom,
            Instant createdAt,
            Instant updatedAt,
            boolean recording,
            boolean transcribing,
            boolean captioning,
            boolean translating,
            @Nullable Instant endedAt,
            @Nullable Instant startsAt,
            boolean backstage,
            ObjectNode settings,
            List<String> blockedUserIds,
            IngressResponse ingress,
            @Nullable SessionResponse session,
            EgressResponse egress,
            @Nullable String thumbnails,
            int joinAheadTimeSeconds,
            @Nullable String channelCid,
            @Nullable String routingNumber) {}

    record IngressResponse(Address rtmp, Address whip, Address srt) {}

    record Address(String address) {}

    record EgressResponse(boolean broadcasting, @Nullable String hls, List<String> rtmps) {}

    record SessionResponse(
            String id,
            Instant startedAt,
            @Nullable Instant endedAt,
            List<ParticipantResponse> participants,
            Map<String, Integer> participantsCountByRole,
            int anonymousParticipantCount,
            Map<String, Instant> rejectedBy,
            Map<String, Instant> acceptedBy,
            Map<String, Instant> missedBy,
            @Nullable Instant liveStartedAt,
            @Nullable Instant liveEndedAt,
            @Nullable Instant timerEndsAt) {}

    record ParticipantResponse(UserResponse user, String userSessionId, String role, Instant joinedAt) {}

    record MemberResponse(
            String userId,
            UserResponse user,
            @Nullable String role,
            ObjectNode custom,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant deletedAt) {}

    CallResponse call(Call call) {
        return call(call, call.session().orElse(null));
    }

    /** The call with a session that may be closed already, as {@code call.session_ended} shows it. */
    CallResponse call(Call call, @Nullable CallSession session) {
        return new CallResponse(
                call.type(),
                call.id(),
                call.cid(),
                call.team(),
                session == null || session.endedAt() != null ? "" : session.id(),
                user(call.createdBy()),
                call.custom(),
                call.createdAt(),
                call.updatedAt(),
                false,
                false,
                false,
                false,
                call.endedAt(),
                call.startsAt(),
                call.backstage(),
                call.settings(),
                call.blocked(),
                ingress(call),
                session == null ? null : session(session),
                new EgressResponse(false, null, List.of()),
                null,
                call.setting("backstage", "join_ahead_time_seconds", 0),
                call.channelCid(),
                null);
    }

    private IngressResponse ingress(Call call) {
        return new IngressResponse(
                new Address(IngressAddress.of(ingressHost, apiKey, call)),
                new Address("https://" + ingressHost + "/whip/" + call.type() + "/" + call.id()),
                new Address("srt://" + ingressHost + "?passphrase={passphrase}&streamid={token}"));
    }

    private SessionResponse session(CallSession session) {
        List<ParticipantResponse> listed = session.present().stream()
                .limit(LISTED_PARTICIPANTS)
                .map(this::participant)
                .toList();
        return new SessionResponse(
                session.id(),
                session.startedAt(),
                session.endedAt(),
                listed,
                session.countByRole(),
                session.anonymous(),
                Map.of(),
                Map.of(),
                Map.of(),
                session.liveStartedAt(),
                session.liveEndedAt(),
                session.timerEndsAt());
    }

    ParticipantResponse participant(Participant participant) {
        return new ParticipantResponse(
                user(participant.userId()), participant.userSessionId(), participant.role(), participant.joinedAt());
    }

    UserResponse user(String userId) {
        return UserResponse.of(users.require(userId));
    }

    List<MemberResponse> members(Collection<CallMember> members) {
        return members.stream().map(this::member).toList();
    }

    MemberResponse member(CallMember member) {
        return new MemberResponse(
                member.userId(),
                user(member.userId()),
                member.role(),
                member.custom(),
                member.createdAt(),
                member.updatedAt(),
                null);
    }
}
