package dev.onstage.simulator.getstream.call;

import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.user.User;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.ApiError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in a call: the union of what the call type grants to the user's role, the member's role and the role
 * of a call token. A grant with the suffix {@code -owner} counts for the creator only.
 */
final class Permissions {

    private static final String OWNER = "-owner";

    private final Users users;
    private final CallTypes types;

    Permissions(Users users, CallTypes types) {
        this.users = users;
        this.types = types;
    }

    /** Refuses a caller without {@code permission}; a server has all of them. */
    void require(Caller caller, Call call, String permission) {
        if (caller.isServer()) {
            return;
        }
        if (!caller.callCids().isEmpty() && !caller.callCids().contains(call.cid())) {
            throw denied(caller, call, permission);
        }
        if (!allows(call, caller, permission)) {
            throw denied(caller, call, permission);
        }
    }

    /** Refuses a caller who may not {@code permission} in calls of {@code type} before there is a call. */
    void require(Caller caller, String type, String permission) {
        if (caller.isServer()) {
            return;
        }
        String role = roleOf(caller);
        List<String> granted = types.require(type).grants().getOrDefault(role, List.of());
        if (!granted.contains(permission)) {
            throw ApiError.notAllowed(caller.name(), role, permission, "video:" + type);
        }
    }

    boolean allows(Call call, Caller caller, String permission) {
        return granted(call, caller).contains(permission);
    }

    /** What a caller can do in a call; empty for servers, which are not asked. */
    List<String> capabilities(Call call, Caller caller) {
        return caller.isServer() ? List.of() : List.copyOf(granted(call, caller));
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
                                .toList()));
        return result;
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
        Map<String, List<String>> grants = types.require(call.type()).grants();
        boolean owner = caller.name().equals(call.createdBy());
        Set<String> result = new TreeSet<>();
        for (String role : roles(call, caller)) {
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

    private Set<String> roles(Call call, Caller caller) {
        Set<String> roles = new LinkedHashSet<>();
        roles.add(roleOf(caller));
        if (caller.callRole() != null) {
            roles.add(caller.callRole());
        }
        call.member(caller.name()).ifPresent(member -> {
            roles.add("call_member");
            if (member.role() != null) {
                roles.add(member.role());
            }
        });
        return roles;
    }

    private String roleOf(Caller caller) {
        return caller.kind() == Caller.Kind.ANONYMOUS
                ? "anonymous"
                : users.find(caller.name()).map(User::role).orElse("user");
    }
}
