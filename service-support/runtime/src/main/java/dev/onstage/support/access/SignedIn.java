package dev.onstage.support.access;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A signed-in person, as the verified access token describes them.
 *
 * @param accountId {@code sub}
 * @param name what to call the person
 * @param loginSession {@code sid}: one login, revoked as a whole
 * @param loginEndsAt {@code login_ends_at}: when the login session is over whatever its owner does
 * @param rolesVersion {@code roles_version}: counts the changes that took a role from the account
 * @param groups {@code operator}, {@code user}
 * @param channels channel id to role, {@code broadcaster} or {@code moderator}
 * @param scopes {@code scopes}: what an API token is for; null for a token of the person themself, who may do all that their
 *     roles allow
 */
public record SignedIn(
        String accountId,
        String name,
        String loginSession,
        Instant loginEndsAt,
        long rolesVersion,
        Set<String> groups,
        Map<String, String> channels,
        @Nullable Set<String> scopes) {
    /** May run the install. */
    public static final String OPERATOR = "operator";

    /** Owns a channel. */
    public static final String BROADCASTER = "broadcaster";

    /** Looks after the people of a channel. */
    public static final String MODERATOR = "moderator";

    public SignedIn {
        groups = Set.copyOf(groups);
        channels = Map.copyOf(channels);
        scopes = scopes == null ? null : Set.copyOf(scopes);
    }

    /** The person themself, without an API token. */
    public SignedIn(
            String accountId,
            String name,
            String loginSession,
            Instant loginEndsAt,
            long rolesVersion,
            Set<String> groups,
            Map<String, String> channels) {
        this(accountId, name, loginSession, loginEndsAt, rolesVersion, groups, channels, null);
    }

    /** True when the person may run the install. */
    public boolean isOperator() {
        return groups.contains(OPERATOR);
    }

    /** True when the person owns the channel. */
    public boolean isBroadcaster(String channelId) {
        return BROADCASTER.equals(channels.get(channelId));
    }

    /** True when the person looks after the people of the channel, as its moderator or its broadcaster. */
    public boolean isModerator(String channelId) {
        return isBroadcaster(channelId) || MODERATOR.equals(channels.get(channelId));
    }
}
