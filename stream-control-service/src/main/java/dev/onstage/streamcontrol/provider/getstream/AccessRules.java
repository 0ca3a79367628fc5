package dev.onstage.streamcontrol.provider.getstream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What each role may do in the two types of Onstage, of calls and of chat channels. A role that is named with nothing is named so
 * that GetStream's defaults do not count: {@code user} is whoever has a token of the app, {@code guest} and {@code anonymous} are
 * everybody.
 *
 * <p>The broadcaster publishes as {@code host} of the channel's call and not by a role in the app: that would count in the calls
 * of all channels.
 */
final class AccessRules {

    /** The role in the app of people who watch. Outside the two types it means watching calls of the built-in type, if anything. */
    static final String VIEWER = "onstage_viewer";

    /** The role in the app of the user whose token is a channel's stream key. */
    static final String BROADCASTER = "onstage_broadcaster";

    static final List<String> ROLES = List.of(VIEWER, BROADCASTER);

    /** What watching takes. */
    static final List<String> WATCHING = List.of("read-call", "join-call");

    static final Map<String, List<String>> CALL = new Rules()
            .grant(VIEWER, WATCHING)
            .grant("host", List.of("read-call", "join-call", "join-backstage", "send-audio", "send-video"))
            .nothing(BROADCASTER, "call_member", "moderator", "user", "guest", "anonymous")
            .asMap();

    /**
     * Nobody bans with a token of their own: Onstage bans for them, since the provider does not know that a moderator must not ban
     * the broadcaster or another moderator.
     */
    static final Map<String, List<String>> CHAT = new Rules()
            .grant(VIEWER, List.of("read-channel", "read-channel-members", "flag-message", "mute-channel"))
            .grant(
                    "channel_member",
                    List.of(
                            "read-channel",
                            "create-message",
                            "create-reaction",
                            "update-message-owner",
                            "delete-message-owner",
                            "flag-message"))
            .grant(
                    "channel_moderator",
                    List.of(
                            "read-channel",
                            "create-message",
                            "create-reaction",
                            "update-message-owner",
                            "delete-message-owner",
                            "flag-message",
                            "delete-message",
                            "update-channel-cooldown",
                            "update-channel-frozen"))
            .nothing(BROADCASTER, "user", "guest", "anonymous")
            .asMap();

    private AccessRules() {}

    /**
     * A role whose grants are others than the rules say.
     *
     * @param missing what it should have and has not
     * @param extra what it has and should not have
     */
    record Difference(String role, Set<String> missing, Set<String> extra) {

        /** In words, such as {@code guest has read-call too}. */
        String text() {
            List<String> parts = new ArrayList<>();
            if (!extra.isEmpty()) {
                parts.add("has " + String.join(", ", extra) + " too");
            }
            if (!missing.isEmpty()) {
                parts.add("lacks " + String.join(", ", missing));
            }
            return role + " " + String.join(" and ", parts);
        }
    }

    /** Where grants as they were read differ from rules. Roles that the rules do not name are not looked at. */
    static List<Difference> differences(Map<String, List<String>> rules, @Nullable Map<String, List<String>> granted) {
        List<Difference> differences = new ArrayList<>();
        rules.forEach((role, wanted) -> {
            List<String> actual = granted == null ? null : granted.get(role);
            Set<String> missing = new TreeSet<>(wanted);
            Set<String> extra = new TreeSet<>(Objects.requireNonNullElse(actual, List.of()));
            missing.removeAll(extra);
            extra.removeAll(wanted);
            if (!missing.isEmpty() || !extra.isEmpty()) {
                differences.add(new Difference(role, missing, extra));
            }
        });
        return List.copyOf(differences);
    }

    private static final class Rules {

        private final Map<String, List<String>> grants = new LinkedHashMap<>();

        private Rules grant(String role, List<String> permissions) {
            grants.put(role, permissions);
            return this;
        }

        private Rules nothing(String... roles) {
            for (String role : roles) {
                grants.put(role, List.of());
            }
            return this;
        }

        private Map<String, List<String>> asMap() {
            return Collections.unmodifiableMap(grants);
        }
    }
}
