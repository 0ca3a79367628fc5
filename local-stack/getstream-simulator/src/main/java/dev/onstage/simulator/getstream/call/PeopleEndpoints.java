package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.simulator.getstream.call.CallViews.CallResponse;
import dev.onstage.simulator.getstream.call.CallViews.MemberResponse;
import dev.onstage.simulator.getstream.call.CallViews.ParticipantResponse;
import dev.onstage.simulator.getstream.http.Api;
import dev.onstage.simulator.getstream.http.ApiRequest;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.Filter;
import dev.onstage.simulator.getstream.wire.Page;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import dev.onstage.simulator.getstream.wire.Wire;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Members, participants and participant sessions of calls over HTTP. */
final class PeopleEndpoints {

    private static final String CALL = "/video/call/:type/:id";
    private static final int MOST = 100;
    private static final int DEFAULT_PAGE = 25;

    private final Calls calls;
    private final CallViews views;
    private final Permissions permissions;
    private final SimulatorClock clock;

    PeopleEndpoints(Calls calls, CallViews views, Permissions permissions, SimulatorClock clock) {
        this.calls = calls;
        this.views = views;
        this.permissions = permissions;
        this.clock = clock;
    }

    void register(Api api) {
        api.on(HttpMethod.POST, CALL + "/members", "UpdateCallMembers", this::updateMembers);
        api.on(HttpMethod.POST, "/video/call/members", "QueryCallMembers", this::queryMembers);
        api.on(HttpMethod.POST, CALL + "/participants", "QueryCallParticipants", this::queryParticipants);
        api.on(
                HttpMethod.GET,
                CALL + "/session/:session/participant_sessions",
                "QueryCallParticipantSessions",
                this::participantSessions);
    }

    record UpdateMembersRequest(
            @Nullable List<Calls.MemberRequest> updateMembers,
            @Nullable List<String> removeMembers) {}

    record MembersResponse(List<MemberResponse> members) {}

    record QueryMembersRequest(
            @Nullable String type,
            @Nullable String id,
            @Nullable JsonNode filterConditions,
            @Nullable Integer limit,
            @Nullable String next,
            @Nullable String prev) {}

    record QueryMembersResponse(
            List<MemberResponse> members,
            @Nullable String next,
            @Nullable String prev) {}

    record FilterRequest(@Nullable JsonNode filterConditions) {}

    record ParticipantsResponse(
            CallResponse call,
            List<MemberResponse> members,
            List<String> ownCapabilities,
            List<ParticipantResponse> participants,
            int totalParticipants) {}

    record ParticipantSessionsResponse(
            String callType,
            String callId,
            String callSessionId,
            List<ParticipantSession> participantsSessions,
            int totalParticipantSessions,
            long totalParticipantDuration,
            @Nullable String next,
            @Nullable String prev) {}

    record ParticipantSession(
            String userId,
            String userSessionId,
            Instant joinedAt,
            @Nullable Instant leftAt,
            long durationInSeconds,
            String publisherType,
            List<String> roles) {}

    private Object updateMembers(ApiRequest request) {
        UpdateMembersRequest body = request.body(UpdateMembersRequest.class);
        Call call = permitted(request, "update-call-member");
        calls.updateMembers(call, body.updateMembers(), body.removeMembers());
        return new MembersResponse(views.members(call.members()));
    }

    private Object queryMembers(ApiRequest request) {
        QueryMembersRequest body = request.body(QueryMembersRequest.class);
        if (body.type() == null || body.id() == null) {
            throw ApiError.invalid(body.type() == null ? "type" : "id", "is missing");
        }
        Call call = calls.require(body.type(), body.id());
        permissions.require(request.caller(), call, "read-call");
        Filter filter = Filter.of(body.filterConditions());
        List<MemberResponse> found = views.members(call.members()).stream()
                .filter(member -> filter.test(Wire.NANOSECONDS.mapper().valueToTree(member)))
                .toList();
        String cursor = body.next() == null ? body.prev() : body.next();
        Page<MemberResponse> page = Page.of(found, cursor, body.limit() == null ? MOST : body.limit(), MOST);
        return new QueryMembersResponse(page.items(), page.next(), page.prev());
    }

    private Object queryParticipants(ApiRequest request) {
        Call call = permitted(request, "read-call");
        Filter filter = Filter.of(request.body(FilterRequest.class).filterConditions());
        List<ParticipantResponse> found = call.session().stream()
                .flatMap(session -> session.present().stream())
                .filter(participant -> filter.test(queryable(participant)))
                .map(views::participant)
                .toList();
        int limit = request.query("limit", MOST);
        return new ParticipantsResponse(
                views.call(call),
                views.members(call.members()),
                permissions.capabilities(call, request.caller()),
                found.stream().limit(Math.max(0, limit)).toList(),
                found.size());
    }

    private static JsonNode queryable(Participant participant) {
        boolean publishes = !participant.publisherType().isEmpty();
        return Wire.NANOSECONDS
                .mapper()
                .createObjectNode()
                .put("user_id", participant.userId())
                .put("user_session_id", participant.userSessionId())
                .put("role", participant.role())
                .set(
                        "published_tracks",
                        Wire.NANOSECONDS.mapper().valueToTree(publishes ? List.of("audio", "video") : List.of()));
    }

    private Object participantSessions(ApiRequest request) {
        Call call = permitted(request, "read-call");
        CallSession session = call.session(request.path("session"))
                .orElseThrow(() -> ApiError.notFound("session " + request.path("session")));
        Filter filter = Filter.of(request.queryJson("filter_conditions"));
        Instant now = clock.now();
        List<ParticipantSession> found = session.everybody().stream()
                .map(participant -> participantSession(call, participant, now))
                .filter(each -> filter.test(Wire.NANOSECONDS.mapper().valueToTree(each)))
                .toList();
        String next = request.query("next");
        Page<ParticipantSession> page =
                Page.of(found, next == null ? request.query("prev") : next, request.query("limit", DEFAULT_PAGE), MOST);
        long seconds =
                found.stream().mapToLong(ParticipantSession::durationInSeconds).sum();
        return new ParticipantSessionsResponse(
                call.type(), call.id(), session.id(), page.items(), found.size(), seconds, page.next(), page.prev());
    }

    private ParticipantSession participantSession(Call call, Participant participant, Instant now) {
        List<String> roles = Stream.of(
                        participant.role(),
                        call.member(participant.userId()).map(CallMember::role).orElse(null))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return new ParticipantSession(
                participant.userId(),
                participant.userSessionId(),
                participant.joinedAt(),
                participant.leftAt(),
                participant.seconds(now),
                participant.publisherType(),
                roles);
    }

    private Call permitted(ApiRequest request, String permission) {
        Call call = calls.require(request.path("type"), request.path("id"));
        permissions.require(request.caller(), call, permission);
        return call;
    }
}
