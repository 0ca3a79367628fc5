package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * GetStream's users, chat and app settings, as far as Onstage uses them. Shapes follow GetStream's public OpenAPI
 * description.
 */
@RegisterRestClient(configKey = "getstream-chat")
@RegisterProvider(GetStreamRequests.class)
@RegisterProvider(GetStreamConnection.class)
@Path("/api/v2")
interface ChatApi {

    @POST
    @Path("/users")
    Uni<JsonNode> upsertUsers(UpsertUsers body);

    @PATCH
    @Path("/users")
    Uni<JsonNode> updateUsers(UpdateUsers body);

    @GET
    @Path("/roles")
    Uni<JsonNode> getRoles();

    @POST
    @Path("/roles")
    Uni<JsonNode> createRole(CreateRole body);

    @GET
    @Path("/chat/channeltypes/{name}")
    Uni<JsonNode> getChannelType(@PathParam("name") String name);

    @POST
    @Path("/chat/channeltypes")
    Uni<JsonNode> createChannelType(CreateChannelType body);

    @PUT
    @Path("/chat/channeltypes/{name}")
    Uni<JsonNode> updateChannelType(@PathParam("name") String name, UpdateChannelType body);

    @POST
    @Path("/chat/channels/{type}/{id}/query")
    Uni<ChannelAnswer> getOrCreateChannel(
            @PathParam("type") String type, @PathParam("id") String id, QueryChannel body);

    @POST
    @Path("/chat/channels/{type}/{id}")
    Uni<JsonNode> changeMembers(@PathParam("type") String type, @PathParam("id") String id, ChangeMembers body);

    @POST
    @Path("/moderation/ban")
    Uni<JsonNode> ban(Ban body);

    @POST
    @Path("/moderation/unban")
    Uni<JsonNode> unban(
            @QueryParam("target_user_id") String userId, @QueryParam("channel_cid") String channelCid, Unban body);

    @GET
    @Path("/chat/query_banned_users")
    Uni<BansAnswer> queryBans(@QueryParam("payload") String payload);

    @DELETE
    @Path("/chat/channels/{type}/{id}")
    Uni<JsonNode> deleteChannel(
            @PathParam("type") String type, @PathParam("id") String id, @QueryParam("hard_delete") boolean hard);

    @POST
    @Path("/users/delete")
    Uni<JsonNode> deleteUsers(DeleteUsers body);

    /** Kept as JSON: other people's settings travel through Onstage unchanged. */
    @GET
    @Path("/app")
    Uni<JsonNode> getApp();

    @PATCH
    @Path("/app")
    Uni<JsonNode> updateApp(JsonNode body);

    record UpsertUsers(Map<String, User> users) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record User(String id, String name, @Nullable String image, String role) {}

    record UpdateUsers(List<UserChange> users) {}

    record UserChange(String id, Map<String, Object> set) {}

    record CreateRole(String name) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record CreateChannelType(
            String name,
            String automod,
            String automodBehavior,
            int maxMessageLength,
            Map<String, List<String>> grants) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record UpdateChannelType(
            String automod, String automodBehavior, int maxMessageLength, Map<String, List<String>> grants) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record QueryChannel(ChannelData data, boolean state) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record ChannelData(String createdById, Map<String, Object> custom, List<ChannelMember> members) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChannelMember(String userId, String channelRole) {}

    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChangeMembers(
            @Nullable List<ChannelMember> addMembers,
            @Nullable List<String> removeMembers,
            @Nullable List<ChannelMember> assignRoles) {
        static ChangeMembers adding(ChannelMember member) {
            return new ChangeMembers(List.of(member), null, null);
        }

        static ChangeMembers assigning(ChannelMember member) {
            return new ChangeMembers(null, null, List.of(member));
        }

        static ChangeMembers removing(String userId) {
            return new ChangeMembers(null, List.of(userId), null);
        }
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Ban(String targetUserId, String bannedById, String channelCid) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Unban(String unbannedById) {}

    record BansAnswer(@Nullable List<BanAnswer> bans) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record BanAnswer(
            @Nullable BannedUser user,
            @Nullable Channel channel,
            @Nullable Boolean shadow,

            @JsonDeserialize(using = GetStreamInstant.class) @Nullable Instant expires,

            @JsonDeserialize(using = GetStreamInstant.class) @Nullable Instant createdAt) {}

    record BannedUser(@Nullable String id) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record DeleteUsers(List<String> userIds, String user) {}

    record ChannelAnswer(Channel channel) {}

    record Channel(String cid) {}
}
