package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom a text mentions after {@code allowed_mentions} had its say. Only the content and the texts of components count:
 * a mention inside an embed is drawn and reaches nobody.
 *
 * <p>Stricter than Discord where a sender must not rely on it: every role counts as mentionable, and a mention counts
 * also behind a backslash or inside a code block.
 *
 * @param everyone whether {@code @everyone} counts
 * @param here whether {@code @here} counts
 * @param roles ids of mentioned roles
 * @param users ids of mentioned users
 */
record Mentions(boolean everyone, boolean here, List<String> roles, List<String> users) {
    static final Mentions NONE = new Mentions(false, false, List.of(), List.of());

    private static final Pattern ROLE = Pattern.compile("<@&(\\d+)>");
    private static final Pattern USER = Pattern.compile("<@!?(\\d+)>");
    private static final Pattern EVERYONE = Pattern.compile("@everyone\\b");
    private static final Pattern HERE = Pattern.compile("@here\\b");

    /** What a webhook may mention when the call does not say: users only. */
    private static final JsonObject WEBHOOK_DEFAULT = new JsonObject().put("parse", new JsonArray().add("users"));

    /** Resolves the mentions of a payload against its own {@code allowed_mentions}. */
    static Mentions of(JsonObject payload) {
        String text = Components.text(payload.getJsonArray("components"))
                + (payload.getString("content") == null ? "" : payload.getString("content"));
        JsonObject allowed = payload.getJsonObject("allowed_mentions");
        return resolve(text, allowed == null ? WEBHOOK_DEFAULT : allowed);
    }

    private static Mentions resolve(String text, JsonObject allowed) {
        Set<String> parse = ids(allowed.getJsonArray("parse"));
        boolean everyone = parse.contains("everyone");
        return new Mentions(
                everyone && EVERYONE.matcher(text).find(),
                everyone && HERE.matcher(text).find(),
                allowed(ROLE.matcher(text), parse.contains("roles"), ids(allowed.getJsonArray("roles"))),
                allowed(USER.matcher(text), parse.contains("users"), ids(allowed.getJsonArray("users"))));
    }

    private static List<String> allowed(Matcher found, boolean all, Set<String> listed) {
        return found.results()
                .map(match -> match.group(1))
                .filter(id -> all || listed.contains(id))
                .distinct()
                .toList();
    }

    private static Set<String> ids(@Nullable JsonArray list) {
        Set<String> ids = new LinkedHashSet<>();
        if (list != null) {
            list.forEach(id -> ids.add(String.valueOf(id)));
        }
        return ids;
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("everyone", everyone)
                .put("here", here)
                .put("roles", new JsonArray(roles))
                .put("users", new JsonArray(users));
    }

    static Mentions fromJson(@Nullable JsonObject json) {
        if (json == null) {
            return NONE;
        }
        return new Mentions(
                json.getBoolean("everyone"),
                json.getBoolean("here"),
                List.copyOf(ids(json.getJsonArray("roles"))),
                List.copyOf(ids(json.getJsonArray("users"))));
    }
}
