package dev.onstage.simulator.getstream.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user as a client sends it in an upsert. */
public record UserRequest(
        @Nullable String id,
        @Nullable String role,
        @Nullable String name,
        @Nullable String image,
        @Nullable String language,
        @Nullable List<String> teams,
        @Nullable ObjectNode custom) {

    /** A request that only names a user. */
    public static UserRequest named(String id, String name) {
        return new UserRequest(id, null, name, null, null, null, null);
    }
}
