package dev.onstage.simulator.getstream.call;

import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.user.Roles;
import dev.onstage.simulator.getstream.user.User;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.ApiError;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in a call: the union of what the call type grants to the user's role, the member's role and the role
 * of a call token, which is good for the calls it names and for no other. A grant with the suffix {@code -owner} counts
 * for the creator only. How a call token's role combines with the others is undocumented.
 */
final class Permissions {

    private static final String OWNER = "-owner";
    private static final String DEFAULT_ROLE = "user";

    /** What a permission is called among the capabilities where the two differ. */
    private static final Map<String, String> CAPABILITIES = Map.of("block-user", "block-users");

    private final Users users;
    private final Roles roles;
    private final CallTypes types;
    private final BooleanSupplier checked;

    /** {@code checked} is the app setting that makes grants count. */
    Permissions(Users users, Roles roles, CallTypes types, BooleanSupplier checked) {
        this.users = users;
        this.roles = roles;
        this.types = types;
        this.checked = checked;
    }

    /** Refuses a caller without {@code permission}; a server has all of them. */
    void require(Caller caller, Call call, String permission) {
        if (caller.isServer()) {
            return;
        }
        if (!allows(call, caller, permission)) {
            throw denied(caller, call, permission);
        }
    }

    /** Refuses who may not create a call that does not exist. */
    void requireCreate(Caller caller, String type, String id) {
        Map<String, List<String>> grants = types.require(type).grants();
        if (caller.isServer() || !checked.getAsBoolean()) {
            return;
        }
        boolean granted = ownRoles(caller).stream()
                .anyMatch(role -> grants.getOrDefault(role, List.of()).contains("create-call"));
        if (!granted || !reaches(caller, type + ":" + id)) {
            throw ApiError.notAllowed(caller.name(), roleOf(caller), "create-call", "video:" + type);
        }
    }

    /**
     * The role with which people who watch calls of {@code type} are known to the app: {@code user} where that suffices,
     * else the role of the app's own that suffices with the fewest permissions.
     */
    String viewerRole(String type) {
        Map<String, List<String>> grants = types.require(type).grants();
        if (watches(grants.getOrDefault(DEFAULT_ROLE, List.of()))) {
            return DEFAULT_ROLE;
        }
        return grants.entrySet().stream()
                .filter(grant -> roles.isCustom(grant.getKey()) && watches(grant.getValue()))
                .min(Comparator.comparingInt(grant -> grant.getValue().size()))
                .map(Map.Entry::getKey)
                .orElse(DEFAULT_ROLE);
    }

    /** Whether there is such a user, with a role that lets it watch calls of {@code type}. */
    boolean watches(String type, String userId) {
        Map<String, List<String>> grants = types.require(type).grants();
        return users.find(userId)
                .filter(user -> watches(grants.getOrDefault(user.role(), List.of())))
                .isPresent();
    }

    private static boolean watches(List<String> permissions) {
        return permissions.containsAll(List.of("read-call", "join-call"));
    }

    boolean allows(Call call, Caller caller, String permission) {
        return !checked.getAsBoolean() || granted(call, caller).contains(permission);
    }

    /** What a caller can do in a call; empty for servers, which are not asked. */
    List<String> capabilities(Call call, Caller caller) {
        return caller.isServer()
                ? List.of()
                : granted(call, caller).stream().map(Permissions::capability).toList();
    }

    /** What each role can do without being the owner. */
    Map<String, List<String>> byRole(Call call) {
        Map<String, List<String>> result = new TreeMap<>();
        types.require(call.type())
                .grants()
                .forEach((role, permissions) -> result.put(
                        role,
                        permissions.stream()
                                .filter(permission -> !permission.endsWith(OWNER))
                                .map(Permissions::capability)
                                .toList()));
        return result;
    }

    private static String capability(String permission) {
        return CAPABILITIES.getOrDefault(permission, permission);
    }

    ApiError denied(Caller caller, Call call, String permission) {
        return ApiError.notAllowed(caller.name(), roleOf(caller), permission, "video:" + call.type());
    }

    /** The role a participant is listed with. */
    String displayRole(Call call, String userId, @Nullable String callRole) {
        String memberRole = call.member(userId).map(CallMember::role).orElse(null);
        if (memberRole != null) {
            return memberRole;
        }
        return callRole != null ? callRole : users.find(userId).map(User::role).orElse("anonymous");
    }

    private Set<String> granted(Call call, Caller caller) {
        if (!reaches(caller, call.cid())) {
            return Set.of();
        }
        Map<String, List<String>> grants = types.require(call.type()).grants();
        boolean owner = caller.name().equals(call.createdBy());
        Set<String> result = new TreeSet<>();
        for (String role : rolesIn(call, caller)) {
            for (String permission : grants.getOrDefault(role, List.of())) {
                if (!permission.endsWith(OWNER)) {
                    result.add(permission);
                } else if (owner) {
                    result.add(permission.substring(0, permission.length() - OWNER.length()));
                }
            }
        }
        return result;
    }

    private static boolean reaches(Caller caller, String cid) {
        return caller.callCids().isEmpty() || caller.callCids().contains(cid);
    }

    private Set<String> rolesIn(Call call, Caller caller) {
        Set<String> all = ownRoles(caller);
        call.member(caller.name()).ifPresent(member -> {
            all.add("call_member");
            if (member.role() != null) {
                all.add(member.role());
            }
        });
        return all;
    }

    private Set<String> ownRoles(Caller caller) {
        Set<String> all = new LinkedHashSet<>();
        all.add(roleOf(caller));
        if (caller.callRole() != null) {
            all.add(caller.callRole());
        }
        return all;
    }

    private String roleOf(Caller caller) {
        return caller.kind() == Caller.Kind.ANONYMOUS
                ? "anonymous"
                : users.find(caller.name()).map(User::role).orElse(DEFAULT_ROLE);
    }
}
