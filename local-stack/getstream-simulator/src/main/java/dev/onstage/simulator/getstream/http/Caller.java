package dev.onstage.simulator.getstream.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param kind how it identified itself
 * @param userId the user; null for a server
 * @param callRole role granted by a call token, null without one
 * @param callCids the calls a call token is good for, empty without one
 */
public record Caller(
        Kind kind, @Nullable String userId, @Nullable String callRole, Set<String> callCids) {

    /** The id GetStream's tokens give to nobody in particular. */
    public static final String ANONYMOUS_ID = "!anon";

    /** The ways to identify oneself. */
    public enum Kind {
        /** A server token: bypasses every permission check. */
        SERVER,
        /** A token of one user. */
        USER,
        /** Without a user of its own: a token of {@link #ANONYMOUS_ID}, or no token at all. */
        ANONYMOUS
    }

    /** Whether this is a server, which may do everything. */
    public boolean isServer() {
        return kind == Kind.SERVER;
    }

    /** How refusals name this caller. */
    public String name() {
        return userId == null ? "" : userId;
    }
}
