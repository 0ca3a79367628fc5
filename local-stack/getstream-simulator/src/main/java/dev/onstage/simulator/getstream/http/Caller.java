package dev.onstage.simulator.getstream.http;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request.
 *
 * @param kind how it identified itself
 * @param userId the user; null for a server
 * @param callRole role granted by a call token, null without one
 * @param callCids the calls a call token is good for, empty without one
 * @param tokenIssuedAt what its token says about that, null when it says nothing or there is none
 */
public record Caller(
        Kind kind,
        @Nullable String userId,
        @Nullable String callRole,
        Set<String> callCids,
        @Nullable Instant tokenIssuedAt) {

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

    /** A server of the app. */
    public static Caller server() {
        return new Caller(Kind.SERVER, null, null, Set.of(), null);
    }

    /** A user with a token issued at {@code tokenIssuedAt}. */
    public static Caller user(String userId, @Nullable Instant tokenIssuedAt) {
        return new Caller(Kind.USER, userId, null, Set.of(), tokenIssuedAt);
    }

    /** Somebody without any token. */
    public static Caller anonymous() {
        return new Caller(Kind.ANONYMOUS, ANONYMOUS_ID, null, Set.of(), null);
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
