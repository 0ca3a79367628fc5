package dev.onstage.simulator.getstream.user;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.http.Api;
import dev.onstage.simulator.getstream.http.ApiRequest;
import dev.onstage.simulator.getstream.http.Tokens;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import dev.onstage.simulator.getstream.wire.Filter;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import dev.onstage.simulator.getstream.wire.Wire;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Users, guests and roles over HTTP. */
public final class UserEndpoints {

    private static final int MAX_USERS = 100;

    private final Users users;
    private final Roles roles;
    private final Tokens tokens;
    private final SimulatorClock clock;
    private final BooleanSupplier guestsAllowed;

    /** {@code guestsAllowed} is the app setting that lets guests be created. */
    public UserEndpoints(Users users, Roles roles, Tokens tokens, SimulatorClock clock, BooleanSupplier guestsAllowed) {
        this.users = users;
        this.roles = roles;
        this.tokens = tokens;
        this.clock = clock;
        this.guestsAllowed = guestsAllowed;
    }

    /** Adds the endpoints to {@code api}. */
    public void register(Api api) {
        api.on(HttpMethod.POST, "/users", "UpdateUsers", this::upsert);
        api.on(HttpMethod.PATCH, "/users", "UpdateUsersPartial", this::patch);
        api.on(HttpMethod.GET, "/users", "QueryUsers", this::query);
        api.on(HttpMethod.POST, "/users/delete", "DeleteUsers", this::delete);
        api.onWithoutToken(HttpMethod.POST, "/guest", "CreateGuest", this::createGuest);
        api.on(HttpMethod.GET, "/roles", "ListRoles", this::listRoles);
        api.on(HttpMethod.POST, "/roles", "CreateRole", this::createRole);
        api.on(HttpMethod.DELETE, "/roles/:name", "DeleteRole", this::deleteRole);
    }

    record UpsertRequest(@Nullable Map<String, UserRequest> users) {}

    record UsersResponse(Map<String, UserResponse> users, String membershipDeletionTaskId) {}

    record PatchRequest(@Nullable List<Patch> users) {}

    record Patch(
            @Nullable String id,
            @Nullable ObjectNode set,
            @Nullable List<String> unset) {

        boolean revokes() {
            return set != null && set.has("revoke_tokens_issued_before");
        }
    }

    record DeleteRequest(@Nullable List<String> userIds) {}

    record TaskResponse(String taskId) {}

    record QueryResponse(List<UserResponse> users) {}

    record GuestRequest(@Nullable UserRequest user) {}

    record GuestResponse(UserResponse user, String accessToken) {}

    record RoleRequest(@Nullable String name) {}

    record RoleResponse(Roles.Role role) {}

    record RolesResponse(List<Roles.Role> roles) {}

    private Object upsert(ApiRequest request) {
        Map<String, UserRequest> wanted = request.body(UpsertRequest.class).users();
        checkCount(wanted == null ? 0 : wanted.size());
        Map<String, UserResponse> result = new LinkedHashMap<>();
        if (wanted != null) {
            for (Map.Entry<String, UserRequest> entry : wanted.entrySet()) {
                UserRequest user = entry.getValue();
                if (!entry.getKey().equals(user.id())) {
                    throw ApiError.invalid("users." + entry.getKey(), "must carry the same id");
                }
                requireSelf(request, entry.getKey(), user.role() != null);
            }
            wanted.forEach((id, user) -> result.put(id, UserResponse.of(users.upsert(user))));
        }
        return new UsersResponse(result, "");
    }

    private Object patch(ApiRequest request) {
        List<Patch> wanted = request.body(PatchRequest.class).users();
        checkCount(wanted == null ? 0 : wanted.size());
        Map<String, UserResponse> result = new LinkedHashMap<>();
        if (wanted != null) {
            for (Patch patch : wanted) {
                if (patch.id() == null) {
                    throw ApiError.invalid("users.id", "is missing");
                }
                requireSelf(
                        request, patch.id(), patch.set() != null && patch.set().has("role"));
                users.require(patch.id());
            }
            for (Patch patch : wanted) {
                if (patch.id() != null) {
                    List<String> unset = patch.unset() == null ? List.of() : patch.unset();
                    result.put(patch.id(), UserResponse.of(users.patch(patch.id(), patch.set(), unset)));
                }
            }
            if (wanted.stream().anyMatch(Patch::revokes)) {
                users.tokensRevoked();
            }
        }
        return new UsersResponse(result, "");
    }

    private Object query(ApiRequest request) {
        JsonNode payload = request.queryJson("payload");
        Filter filter = Filter.of(payload == null ? null : payload.get("filter_conditions"));
        List<UserResponse> found = users.all().stream()
                .map(UserResponse::of)
                .filter(user -> filter.test(Wire.NANOSECONDS.mapper().valueToTree(user)))
                .limit(payload == null ? MAX_USERS : payload.path("limit").asInt(MAX_USERS))
                .toList();
        return new QueryResponse(found);
    }

    /**
     * Forgets users, but for their roles, at once, where GetStream takes a while. What they made is not deleted with them:
     * that has to be gone before.
     */
    private Object delete(ApiRequest request) {
        request.requireServer("delete-user");
        List<String> ids = request.body(DeleteRequest.class).userIds();
        checkCount(ids == null ? 0 : ids.size());
        if (ids != null) {
            ids.forEach(users::require);
            ids.forEach(users::delete);
        }
        return new TaskResponse(UUID.randomUUID().toString());
    }

    /**
     * A guest gets an id of the app's own making around the one that was wished, so that nobody becomes somebody who is
     * there by naming an id. UNSURE how exactly GetStream makes it.
     */
    private Object createGuest(ApiRequest request) {
        if (!guestsAllowed.getAsBoolean()) {
            throw ApiError.of(Code.NOT_ALLOWED, "guest user creation is disabled");
        }
        UserRequest wanted = request.body(GuestRequest.class).user();
        if (wanted == null || wanted.id() == null) {
            throw ApiError.invalid("user.id", "is missing");
        }
        String id = "guest-" + UUID.randomUUID() + "-" + wanted.id();
        User guest = users.upsert(
                new UserRequest(id, "guest", wanted.name(), wanted.image(), wanted.language(), null, wanted.custom()));
        return new GuestResponse(UserResponse.of(guest), tokens.issue(guest.id(), clock.now()));
    }

    private Object listRoles(ApiRequest request) {
        request.requireServer("list-roles");
        return new RolesResponse(roles.all());
    }

    private Object createRole(ApiRequest request) {
        request.requireServer("create-role");
        String name = request.body(RoleRequest.class).name();
        if (name == null) {
            throw ApiError.invalid("name", "is missing");
        }
        return new RoleResponse(roles.create(name, clock.now()));
    }

    /** UNSURE whether GetStream keeps a role that somebody has: here it does. */
    private Object deleteRole(ApiRequest request) {
        request.requireServer("delete-role");
        String name = request.path("name");
        if (users.anyWith(name)) {
            throw ApiError.of(Code.INVALID_INPUT, "role " + name + " is in use");
        }
        roles.delete(name);
        return Map.of();
    }

    /** A user may change itself but not its role, a server everybody. */
    private static void requireSelf(ApiRequest request, String id, boolean changesRole) {
        if (!request.caller().isServer()
                && (changesRole || !request.caller().name().equals(id))) {
            throw ApiError.notAllowed(request.caller().name(), "user", "update-user", "app");
        }
    }

    private static void checkCount(int count) {
        if (count < 1 || count > MAX_USERS) {
            throw ApiError.invalid("users", "must have 1 to " + MAX_USERS + " entries");
        }
    }
}
