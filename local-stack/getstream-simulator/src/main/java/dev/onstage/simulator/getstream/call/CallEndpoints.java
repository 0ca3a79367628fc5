package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.call.CallViews.CallResponse;
import dev.onstage.simulator.getstream.call.CallViews.MemberResponse;
import dev.onstage.simulator.getstream.http.Api;
import dev.onstage.simulator.getstream.http.ApiRequest;
import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import dev.onstage.simulator.getstream.wire.Filter;
import dev.onstage.simulator.getstream.wire.Page;
import dev.onstage.simulator.getstream.wire.Wire;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls over HTTP. */
final class CallEndpoints {

    private static final String CALL = "/video/call/:type/:id";
    private static final int MOST = 100;

    private final Calls calls;
    private final Users users;
    private final CallViews views;
    private final Permissions permissions;
    private final Presence presence;
    private final String mediaHost;

    CallEndpoints(
            Calls calls, Users users, CallViews views, Permissions permissions, Presence presence, String mediaHost) {
        this.calls = calls;
        this.users = users;
        this.views = views;
        this.permissions = permissions;
        this.presence = presence;
        this.mediaHost = mediaHost;
    }

    void register(Api api) {
        api.on(HttpMethod.POST, CALL, "GetOrCreateCall", this::getOrCreate);
        api.on(HttpMethod.GET, CALL, "GetCall", this::get);
        api.on(HttpMethod.PATCH, CALL, "UpdateCall", this::update);
        api.on(HttpMethod.POST, CALL + "/join", "JoinCall", this::join);
        api.on(HttpMethod.POST, CALL + "/block", "BlockUser", this::block);
        api.on(HttpMethod.POST, CALL + "/unblock", "UnblockUser", this::unblock);
        api.on(HttpMethod.POST, CALL + "/kick", "KickUser", this::kick);
        api.on(HttpMethod.POST, CALL + "/go_live", "GoLive", this::goLive);
        api.on(HttpMethod.POST, CALL + "/stop_live", "StopLive", this::stopLive);
        api.on(HttpMethod.POST, CALL + "/mark_ended", "EndCall", this::end);
        api.on(HttpMethod.POST, CALL + "/delete", "DeleteCall", this::delete);
        api.on(HttpMethod.POST, "/video/calls", "QueryCalls", this::query);
    }

    record GetOrCreateRequest(
            Calls.@Nullable CallData data, @Nullable Integer membersLimit) {}

    record GetOrCreateResponse(
            CallResponse call, List<MemberResponse> members, List<String> ownCapabilities, boolean created) {}

    record JoinRequest(
            Calls.@Nullable CallData data,
            @Nullable Boolean create,
            @Nullable String location,
            @Nullable Integer membersLimit) {}

    record JoinResponse(
            CallResponse call,
            List<MemberResponse> members,
            List<String> ownCapabilities,
            boolean created,
            Credentials credentials,
            StatsOptions statsOptions) {}

    record Credentials(MediaServer server, String token, List<String> iceServers) {}

    record MediaServer(String edgeName, String url, String wsEndpoint) {}

    record StatsOptions(int reportingIntervalMs, boolean enableRtcStats) {}

    record UserRequest(@Nullable String userId) {}

    record KickRequest(
            @Nullable String userId,
            @Nullable String kickedById,
            @Nullable Boolean block) {}

    record CallWithMembers(CallResponse call, List<MemberResponse> members, List<String> ownCapabilities) {}

    record OnlyCall(CallResponse call) {}

    record DeleteRequest(@Nullable Boolean hard) {}

    record DeleteResponse(CallResponse call, @Nullable String taskId) {}

    record UpdateRequest(
            @Nullable ObjectNode custom,
            @Nullable ObjectNode settingsOverride,
            @Nullable Instant startsAt) {}

    record QueryRequest(
            @Nullable JsonNode filterConditions,
            @Nullable Integer limit,
            @Nullable String next,
            @Nullable String prev) {}

    record QueryResponse(
            List<CallWithMembers> calls,
            @Nullable String next,
            @Nullable String prev) {}

    private Object getOrCreate(ApiRequest request) {
        GetOrCreateRequest body = request.body(GetOrCreateRequest.class);
        Calls.CallData data = body.data() == null ? Calls.CallData.NONE : body.data();
        Calls.Found found = calls.getOrCreate(request.caller(), request.path("type"), request.path("id"), data);
        Call call = found.call();
        return new GetOrCreateResponse(
                views.call(call),
                members(call, body.membersLimit()),
                permissions.capabilities(call, request.caller()),
                found.created());
    }

    private Object get(ApiRequest request) {
        return withMembers(request, permitted(request, "read-call"), request.query("members_limit", MOST));
    }

    /**
     * Admits a person to the call and names a media server that does not exist: who is present is decided there, so that
     * nobody becomes a participant by this request alone.
     */
    private Object join(ApiRequest request) {
        Caller caller = request.caller();
        if (caller.isServer()) {
            throw ApiError.of(Code.INVALID_INPUT, "a call is joined with the token of a user");
        }
        JoinRequest body = request.body(JoinRequest.class);
        if (body.location() == null) {
            throw ApiError.invalid("location", "is missing");
        }
        if (caller.kind() == Caller.Kind.USER) {
            users.require(caller.name());
        }
        Calls.Found found = Boolean.TRUE.equals(body.create())
                ? calls.getOrCreate(
                        caller,
                        request.path("type"),
                        request.path("id"),
                        body.data() == null ? Calls.CallData.NONE : body.data())
                : new Calls.Found(calls.require(request.path("type"), request.path("id")), false);
        Call call = found.call();
        presence.admit(call, caller);
        return new JoinResponse(
                views.call(call),
                members(call, body.membersLimit()),
                permissions.capabilities(call, caller),
                found.created(),
                new Credentials(
                        new MediaServer("none", "https://" + mediaHost + "/media", "wss://" + mediaHost + "/media"),
                        "there-is-no-media-server",
                        List.of()),
                new StatsOptions(10_000, false));
    }

    private Object block(ApiRequest request) {
        Call call = permitted(request, "block-user");
        Caller caller = request.caller();
        calls.block(call, userIn(request), caller.isServer() ? null : caller.name());
        return Map.of();
    }

    private Object unblock(ApiRequest request) {
        Call call = permitted(request, "block-user");
        calls.unblock(call, userIn(request));
        return Map.of();
    }

    /** Which roles may kick by default is undocumented: here none, so that it takes a grant or a server. */
    private Object kick(ApiRequest request) {
        KickRequest body = request.body(KickRequest.class);
        Call call = permitted(request, "kick-user");
        boolean block = Boolean.TRUE.equals(body.block());
        Caller caller = request.caller();
        if (block) {
            permissions.require(caller, call, "block-user");
        }
        String by = caller.isServer() ? body.kickedById() : caller.name();
        if (by != null) {
            users.require(by);
        }
        calls.kick(call, given(body.userId()), by, block);
        return Map.of();
    }

    private static String userIn(ApiRequest request) {
        return given(request.body(UserRequest.class).userId());
    }

    private static String given(@Nullable String userId) {
        if (userId == null) {
            throw ApiError.invalid("user_id", "is missing");
        }
        return userId;
    }

    private Object update(ApiRequest request) {
        Call call = permitted(request, "update-call");
        UpdateRequest body = request.body(UpdateRequest.class);
        if (body.settingsOverride() != null) {
            permissions.require(request.caller(), call, "update-call-settings");
        }
        calls.update(
                call,
                new Calls.CallData(
                        null, null, null, body.custom(), body.settingsOverride(), body.startsAt(), null, null));
        return withMembers(request, call, MOST);
    }

    private Object goLive(ApiRequest request) {
        Call call = permitted(request, "update-call");
        calls.goLive(call);
        return new OnlyCall(views.call(call));
    }

    private Object stopLive(ApiRequest request) {
        Call call = permitted(request, "update-call");
        calls.stopLive(call);
        return new OnlyCall(views.call(call));
    }

    private Object end(ApiRequest request) {
        calls.end(permitted(request, "end-call"));
        return Map.of();
    }

    private Object delete(ApiRequest request) {
        request.requireServer("delete-call");
        boolean hard = Boolean.TRUE.equals(request.body(DeleteRequest.class).hard());
        Call call = calls.require(request.path("type"), request.path("id"));
        calls.delete(call);
        return new DeleteResponse(views.call(call), hard ? UUID.randomUUID().toString() : null);
    }

    private Object query(ApiRequest request) {
        QueryRequest body = request.body(QueryRequest.class);
        Filter filter = Filter.of(body.filterConditions());
        List<Call> found = calls.all().stream()
                .filter(call -> filter.test(queryable(call)))
                .sorted(Comparator.comparing(Call::createdAt).reversed())
                .toList();
        String cursor = body.next() == null ? body.prev() : body.next();
        Page<Call> page = Page.of(found, cursor, body.limit() == null ? 25 : body.limit(), MOST);
        List<CallWithMembers> result = page.items().stream()
                .filter(call -> request.caller().isServer() || permissions.allows(call, request.caller(), "read-call"))
                .map(call -> withMembers(request, call, MOST))
                .toList();
        return new QueryResponse(result, page.next(), page.prev());
    }

    /** The fields a query can name: those of the call, and whether somebody is in it. */
    private ObjectNode queryable(Call call) {
        ObjectNode fields = Wire.NANOSECONDS.mapper().valueToTree(views.call(call));
        fields.put("ongoing", call.session().isPresent());
        fields.put("created_by_user_id", call.createdBy());
        fields.set(
                "members",
                Wire.NANOSECONDS
                        .mapper()
                        .valueToTree(
                                call.members().stream().map(CallMember::userId).toList()));
        return fields;
    }

    private Call permitted(ApiRequest request, String permission) {
        Call call = calls.require(request.path("type"), request.path("id"));
        permissions.require(request.caller(), call, permission);
        return call;
    }

    private CallWithMembers withMembers(ApiRequest request, Call call, int limit) {
        return new CallWithMembers(
                views.call(call), members(call, limit), permissions.capabilities(call, request.caller()));
    }

    private List<MemberResponse> members(Call call, @Nullable Integer limit) {
        return views.members(call.members().stream()
                .limit(limit == null ? MOST : Math.max(0, limit))
                .toList());
    }
}
