package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** GetStream Video, as far as Onstage uses it. Shapes follow GetStream's public OpenAPI description. */
@RegisterRestClient(configKey = "getstream-video")
@RegisterProvider(GetStreamRequests.class)
@RegisterProvider(GetStreamConnection.class)
@Path("/api/v2/video/call/{type}/{id}")
interface VideoApi {

    @GET
    Uni<CallAnswer> getCall(@PathParam("type") String type, @PathParam("id") String id);

    @POST
    Uni<CallAnswer> getOrCreateCall(@PathParam("type") String type, @PathParam("id") String id, CreateCall body);

    @PATCH
    Uni<CallAnswer> updateCall(@PathParam("type") String type, @PathParam("id") String id, UpdateCall body);

    @POST
    @Path("/go_live")
    Uni<CallAnswer> goLive(@PathParam("type") String type, @PathParam("id") String id, Map<String, Object> body);

    @POST
    @Path("/stop_live")
    Uni<CallAnswer> stopLive(@PathParam("type") String type, @PathParam("id") String id, Map<String, Object> body);

    @POST
    @Path("/delete")
    Uni<JsonNode> deleteCall(@PathParam("type") String type, @PathParam("id") String id, DeleteCall body);

    @POST
    @Path("/members")
    Uni<Map<String, Object>> updateMembers(
            @PathParam("type") String type, @PathParam("id") String id, UpdateMembers body);

    @POST
    @Path("/block")
    Uni<Map<String, Object>> block(@PathParam("type") String type, @PathParam("id") String id, OneUser body);

    @POST
    @Path("/unblock")
    Uni<Map<String, Object>> unblock(@PathParam("type") String type, @PathParam("id") String id, OneUser body);

    @POST
    @Path("/kick")
    Uni<Map<String, Object>> kick(@PathParam("type") String type, @PathParam("id") String id, OneUser body);

    @POST
    @Path("/participants")
    Uni<ParticipantsAnswer> queryParticipants(
            @PathParam("type") String type, @PathParam("id") String id, @QueryParam("limit") int limit, Filter body);

    @GET
    @Path("/session/{session}/participant_sessions")
    Uni<ParticipantSessionsAnswer> participantSessions(
            @PathParam("type") String type,
            @PathParam("id") String id,
            @PathParam("session") String session,
            @QueryParam("limit") int limit,
            @QueryParam("next") @Nullable String next);

    @JsonNaming(SnakeCaseStrategy.class)
    record CallAnswer(Call call, @Nullable List<Member> members) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Call(
            String type,
            String id,
            boolean backstage,
            @Nullable String currentSessionId,
            @Nullable User createdBy,

            @JsonDeserialize(using = GetStreamInstant.class) Instant updatedAt,

            @JsonDeserialize(using = GetStreamInstant.class) @Nullable Instant endedAt,

            @Nullable Ingress ingress,
            @Nullable Egress egress,
            @Nullable Session session,
            @Nullable Settings settings) {}

    record Ingress(@Nullable Rtmp rtmp) {}

    record Rtmp(@Nullable String address) {}

    record Egress(@Nullable Hls hls) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Hls(@Nullable String playlistUrl) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record OneUser(String userId) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Session(
            @Nullable String id,

            @JsonDeserialize(using = GetStreamInstant.class) @Nullable Instant startedAt,

            @JsonDeserialize(using = GetStreamInstant.class) @Nullable Instant endedAt,

            @JsonDeserialize(using = GetStreamInstant.class) @Nullable Instant liveStartedAt,

            @JsonDeserialize(using = GetStreamInstant.class) @Nullable Instant liveEndedAt,

            @Nullable Map<String, Integer> participantsCountByRole,
            int anonymousParticipantCount) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Settings(@Nullable Backstage backstage, @Nullable SessionSettings session) {}

    record Backstage(boolean enabled) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record SessionSettings(int inactivityTimeoutSeconds) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Member(String userId, @Nullable String role) {}

    record CreateCall(CallData data) {}

    record DeleteCall(boolean hard) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record CallData(String createdById, List<Member> members, Settings settingsOverride, Map<String, Object> custom) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record UpdateCall(Settings settingsOverride) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record UpdateMembers(List<Member> updateMembers) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Filter(Map<String, Object> filterConditions) {}

    record ParticipantsAnswer(@Nullable Call call, @Nullable List<Participant> participants) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Participant(
            @Nullable User user,
            @Nullable String userSessionId,
            @Nullable String role,

            @JsonDeserialize(using = GetStreamInstant.class) @Nullable Instant joinedAt) {}

    record User(@Nullable String id, @Nullable String name) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record ParticipantSessionsAnswer(
            @Nullable List<ParticipantSession> participantsSessions,
            @Nullable String next) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record ParticipantSession(
            @Nullable String userId,
            @Nullable String userSessionId,

            @JsonDeserialize(using = GetStreamInstant.class) @Nullable Instant joinedAt,

            @JsonDeserialize(using = GetStreamInstant.class) @Nullable Instant leftAt,

            @Nullable String publisherType,
            @Nullable List<String> roles) {}
}
