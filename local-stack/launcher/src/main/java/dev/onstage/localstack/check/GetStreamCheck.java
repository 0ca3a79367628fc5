package dev.onstage.localstack.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.localstack.client.GetStreamApi;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tries what Onstage relies on at GetStream: with roles, call types, a call, a channel type, a channel and people of its
 * own, which it removes again. Who is granted what is as Onstage grants it. Webhooks are not among it, since they need an
 * address that GetStream can reach; nor is what happens to somebody who is in a call, since that takes a media connection.
 */
public final class GetStreamCheck {

    /** Digits of a time in nanoseconds, from 2001 until 2286. */
    private static final int NANOSECOND_DIGITS = 19;

    private static final Pattern NAME = Pattern.compile("onstage_check_[0-9a-f]{8}");
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Map<String, String> JOIN = Map.of("location", "FRA");
    private static final Map<String, Object> JOIN_OR_CREATE = Map.of("location", "FRA", "create", true);
    private static final Map<String, Object> HELLO = Map.of("message", Map.of("text", "hello"));
    private static final Map<String, Object> NOTHING = Map.of();
    private static final List<String> WATCHING = List.of("read-call", "join-call");
    private static final List<String> PUBLISHING =
            List.of("read-call", "join-call", "join-backstage", "send-audio", "send-video");
    private static final List<String> WRITING = List.of(
            "read-channel",
            "create-message",
            "create-reaction",
            "update-message-owner",
            "delete-message-owner",
            "flag-message");
    private static final List<String> MODERATING = List.of(
            "read-channel",
            "create-message",
            "create-reaction",
            "update-message-owner",
            "delete-message-owner",
            "flag-message",
            "delete-message",
            "update-channel-cooldown",
            "update-channel-frozen");
    private static final List<String> BUILT_IN_CALL_TYPES =
            List.of("livestream", "default", "development", "audio_room");
    private static final List<String> BUILT_IN_CHANNEL_TYPES = List.of("livestream", "messaging");

    private final GetStreamApi api;
    private final Facts facts = new Facts();
    private final Facts unsure = facts.unsure();
    private final ThrowAway made;
    private final String name;
    private final String watching;
    private final String broadcasting;
    private final String owner;
    private final String stranger;
    private final String viewer;
    private final String member;
    private final String banned;
    private final String leaver;

    /** A check of the app that {@code api} asks. */
    public GetStreamCheck(GetStreamApi api) {
        this(api, "onstage_check_%08x".formatted(new Random().nextInt()));
    }

    /**
     * The check with that name, whose remains are to be removed.
     *
     * @throws StackException when no check has such a name
     */
    public GetStreamCheck(GetStreamApi api, String name) {
        this(api, name, PAUSE, PATIENCE);
    }

    GetStreamCheck(GetStreamApi api, String name, Duration pause, Duration patience) {
        if (!NAME.matcher(name).matches()) {
            throw new StackException(
                    Failure.REFUSED, "%s is not the name of a check: onstage_check_ and 8 digits".formatted(name));
        }
        this.api = api;
        this.made = new ThrowAway(api, pause, patience);
        this.name = name;
        this.watching = name + "_watches";
        this.broadcasting = name + "_broadcasts";
        this.owner = name + "_owner";
        this.stranger = name + "_stranger";
        this.viewer = name + "_viewer";
        this.member = name + "_member";
        this.banned = name + "_banned";
        this.leaver = name + "_leaver";
    }

    /** What the names of everything begin with that the check makes. */
    public String name() {
        return name;
    }

    /**
     * Tries everything.
     *
     * @throws StackException when the app is not reached at all
     */
    public CheckReport run() {
        tryTheApp(readTheApp());
        registerPeople();
        try {
            tryTokens();
            prepare();
            trySettings();
            tryGrants();
            tryBeforeThereIsACall();
            tryTheCall();
            tryPublishing();
            tryWatching();
            tryWithoutAnAccount();
            tryTheChat();
            tryTakingAway();
        } catch (StackException failure) {
            facts.brokeOff(String.valueOf(failure.getMessage()));
        } finally {
            made.remove(facts);
        }
        return new CheckReport(facts.tried());
    }

    /**
     * Removes what a check with this name made and could not remove.
     *
     * @return what is left, as facts that do not hold
     * @throws StackException when the app is not reached at all
     */
    public CheckReport remove() {
        readTheApp();
        registerPeople();
        made.guests(guest());
        List.of(name, copied(), copiedAsAnswered()).forEach(made::callType);
        made.call(name, "main");
        BUILT_IN_CALL_TYPES.forEach(type -> made.call(type, name));
        made.channelType(name);
        made.channel(name, "main");
        BUILT_IN_CHANNEL_TYPES.forEach(type -> made.channel(type, name));
        made.remove(facts);
        return new CheckReport(facts.tried());
    }

    private JsonNode readTheApp() {
        HttpAnswer app = api.server("GET", "/app", null);
        if (!app.isSuccess()) {
            throw new StackException(
                    Failure.REFUSED, "GetStream does not take this API key and secret. " + app.describe());
        }
        return app.body().path("app");
    }

    private void registerPeople() {
        made.role(watching);
        made.role(broadcasting);
        made.users(List.of(owner, stranger, viewer, member, banned, leaver));
    }

    private String guest() {
        return name + "_guest";
    }

    private String copied() {
        return name + "_copied";
    }

    private String copiedAsAnswered() {
        return name + "_answered";
    }

    private String callPath() {
        return "/video/call/" + name + "/main";
    }

    private String chatPath() {
        return "/chat/channels/" + name + "/main";
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private String token(String userId) {
        return token(userId, now() - 5);
    }

    private String token(String userId, long issuedAt) {
        return api.token(Map.of("user_id", userId, "iat", issuedAt, "exp", now() + 600));
    }

    private HttpAnswer as(String userId, String method, String path, @Nullable Object body) {
        return api.with(token(userId), method, path, body);
    }

    private void tryTheApp(JsonNode app) {
        JsonNode guests = app.path("guest_user_creation_disabled");
        facts.is("the app says whether anybody can become a guest", "a boolean", guests, guests.isBoolean());
        facts.same(
                "the app checks tokens",
                "false",
                app.path("disable_auth_checks").asText());
        facts.same(
                "the app checks permissions",
                "false",
                app.path("disable_permissions_checks").asText());
        facts.same(
                "its permissions are those of the second version",
                "v2",
                app.path("permission_version").asText());
    }

    private void tryTokens() {
        api.server("POST", "/users", users(Map.of(viewer, "user"))).orThrow();
        Map<String, Object> claims = Map.of("user_id", viewer);
        facts.refused(
                "a token of another secret",
                401,
                43,
                api.with(GetStreamApi.token(claims, "not-the-secret"), "GET", "/users", null));
        facts.refused("an expired token", 401, 40, api.with(plus(claims, "exp", now() - 60), "GET", "/users", null));
        facts.refused(
                "a token issued in the future",
                401,
                42,
                api.with(plus(claims, "iat", now() + 600), "GET", "/users", null));
    }

    private String plus(Map<String, Object> claims, String claim, long value) {
        Map<String, Object> all = new HashMap<>(claims);
        all.put(claim, value);
        return api.token(all);
    }

    private static Map<String, Object> users(Map<String, String> roleById) {
        Map<String, Object> users = new HashMap<>();
        roleById.forEach((id, role) -> users.put(id, Map.of("id", id, "role", role)));
        return Map.of("users", users);
    }

    private static void addTo(Map<String, Object> grants, List<String> permissions, String... roles) {
        for (String role : roles) {
            grants.put(role, permissions);
        }
    }

    /** As Onstage grants: who publishes does so as host of the call, and the role of broadcasters has nothing. */
    private Map<String, Object> callGrants() {
        Map<String, Object> grants = new TreeMap<>();
        addTo(grants, WATCHING, watching);
        addTo(grants, PUBLISHING, "host");
        addTo(grants, List.of(), broadcasting, "call_member", "moderator", "user", "guest", "anonymous");
        return grants;
    }

    private void prepare() {
        facts.granted("a role of our own", api.server("POST", "/roles", Map.of("name", watching)));
        facts.granted("a second one", api.server("POST", "/roles", Map.of("name", broadcasting)));
        facts.granted(
                "users have these roles",
                api.server(
                        "POST",
                        "/users",
                        users(Map.of(
                                owner,
                                broadcasting,
                                stranger,
                                broadcasting,
                                viewer,
                                watching,
                                member,
                                watching,
                                banned,
                                watching,
                                leaver,
                                watching))));
        facts.same("an upsert with another role changes it", watching, roleOf(viewer));
        api.server("POST", "/users", Map.of("users", Map.of(leaver, Map.of("id", leaver))))
                .orThrow();
        unsure.same("an upsert without a role takes it away", "user", roleOf(leaver));
        api.server("POST", "/users", users(Map.of(leaver, watching))).orThrow();
        made.callType(name);
        facts.granted(
                "a call type of our own",
                api.server(
                        "POST",
                        "/video/calltypes",
                        Map.of(
                                "name",
                                name,
                                "grants",
                                callGrants(),
                                "settings",
                                Map.of("backstage", Map.of("enabled", true)))));
    }

    private String roleOf(String userId) {
        return api.findUsers(Map.of("id", userId)).orThrow().at("/users/0/role").asText();
    }

    /** Settings are copied without what is answered for settings that are not set. */
    private void trySettings() {
        JsonNode answered =
                api.server("GET", "/video/calltypes/livestream", null).orThrow().path("settings");
        made.callType(copied());
        facts.granted(
                "a call type with the settings of livestream, but for ring and what is not set",
                api.server("POST", "/video/calltypes", Map.of("name", copied(), "settings", withoutUnset(answered))));
        made.callType(copiedAsAnswered());
        unsure.refused(
                "a call type with the settings of livestream as they are answered",
                400,
                4,
                api.server("POST", "/video/calltypes", Map.of("name", copiedAsAnswered(), "settings", answered)));
    }

    private static JsonNode withoutUnset(JsonNode settings) {
        JsonNode copy = settings.deepCopy();
        if (copy instanceof ObjectNode sections) {
            sections.remove("ring");
            removeUnset(sections);
        }
        return copy;
    }

    private static void removeUnset(ObjectNode node) {
        List<String> unset = new ArrayList<>();
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            boolean zero = value.isNumber() && value.asLong() == 0;
            if (value.isNull() || zero || (value.isTextual() && value.asText().isEmpty())) {
                unset.add(field.getKey());
            } else if (value instanceof ObjectNode child) {
                removeUnset(child);
                if (child.isEmpty()) {
                    unset.add(field.getKey());
                }
            }
        });
        node.remove(unset);
    }

    private void tryGrants() {
        sameGrants("after it was made");
        JsonNode one = putGrants(Map.of("moderator", WATCHING));
        facts.same(
                "a role is granted something by PUT",
                sorted(WATCHING),
                sorted(one.path("grants").path("moderator")));
        facts.same(
                "a PUT of one role leaves the others",
                sorted(WATCHING),
                sorted(one.path("grants").path(watching)));
        putGrants(Map.of(watching, List.<String>of(), "user", WATCHING));
        putGrants(callGrants());
        sameGrants("after it was changed and healed");
    }

    private JsonNode putGrants(Map<String, ?> grants) {
        return api.server("PUT", "/video/calltypes/" + name, Map.of("grants", grants))
                .orThrow();
    }

    private void sameGrants(String when) {
        JsonNode read = api.server("GET", "/video/calltypes/" + name, null).orThrow();
        callGrants()
                .forEach((role, permissions) -> facts.same(
                        "what " + role + " has in our call type " + when,
                        sorted((Collection<?>) permissions),
                        sorted(read.path("grants").path(role))));
    }

    private static String sorted(JsonNode list) {
        List<String> entries = new ArrayList<>();
        list.forEach(entry -> entries.add(entry.asText()));
        return sorted(entries);
    }

    private static String sorted(Collection<?> entries) {
        return entries.stream().map(String::valueOf).sorted().toList().toString();
    }

    private void tryBeforeThereIsACall() {
        made.call(name, "main");
        for (String userId : List.of(viewer, stranger)) {
            String who = userId.equals(viewer) ? "who watches" : "the broadcaster of another channel";
            facts.denied(who + " creates our call", as(userId, "POST", callPath(), NOTHING));
            facts.denied(
                    who + " creates our call by joining", as(userId, "POST", callPath() + "/join", JOIN_OR_CREATE));
        }
        for (String type : BUILT_IN_CALL_TYPES) {
            made.call(type, name);
            facts.denied(
                    "who watches creates a call of type " + type,
                    as(viewer, "POST", "/video/call/" + type + "/" + name, NOTHING));
        }
    }

    private void tryTheCall() {
        Map<String, Object> data = Map.of(
                "data", Map.of("created_by_id", owner, "members", List.of(Map.of("user_id", owner, "role", "host"))));
        JsonNode created = api.server("POST", callPath(), data).orThrow();
        facts.same(
                "the first get-or-create creates",
                "true",
                created.path("created").asText());
        facts.same(
                "a call knows its creator",
                owner,
                created.at("/call/created_by/id").asText());
        facts.same(
                "it begins in backstage", "true", created.at("/call/backstage").asText());
        JsonNode again = api.server("POST", callPath(), Map.of("data", Map.of("created_by_id", viewer)))
                .orThrow();
        facts.same("the second does not", "false", again.path("created").asText());
        facts.same(
                "and keeps the creator", owner, again.at("/call/created_by/id").asText());
        JsonNode read = api.server("GET", callPath(), null).orThrow();
        JsonNode time = read.at("/call/created_at");
        facts.is(
                "times are whole nanoseconds",
                "an integer of 19 digits",
                time,
                time.isIntegralNumber() && time.asText().length() == NANOSECOND_DIGITS);
        String address = read.at("/call/ingress/rtmp/address").asText();
        facts.is(
                "the ingress address is RTMPS and names key, type and call",
                "rtmps://…/%s.%s.main".formatted(api.apiKey(), name),
                read.at("/call/ingress/rtmp/address"),
                address.startsWith("rtmps://") && address.endsWith("%s.%s.main".formatted(api.apiKey(), name)));
        JsonNode session = read.at("/call/session");
        facts.is("a call that nobody joined has no session", "null", session, session.isNull());
    }

    private void tryPublishing() {
        List<String> needed = List.of("join-backstage", "send-audio", "send-video");
        JsonNode host = capabilities(owner);
        facts.is(
                "the host is told to publish and to be in backstage",
                String.join(", ", needed),
                host,
                needed.stream().allMatch(capability -> has(host, capability)));
        facts.granted("the host joins in backstage", as(owner, "POST", callPath() + "/join", JOIN));
        facts.denied("the broadcaster of another channel reads the call", as(stranger, "GET", callPath(), null));
        facts.denied("and joins it", as(stranger, "POST", callPath() + "/join", JOIN));
        facts.granted(
                "a member who is no host",
                api.server(
                        "POST",
                        callPath() + "/members",
                        Map.of("update_members", List.of(Map.of("user_id", viewer, "role", "call_member")))));
        JsonNode plain = capabilities(viewer);
        facts.is("is not told to publish", "no send-video", plain, !has(plain, "send-video"));
        facts.granted(
                "and is removed",
                api.server("POST", callPath() + "/members", Map.of("remove_members", List.of(viewer))));
    }

    private JsonNode capabilities(String userId) {
        return as(userId, "GET", callPath(), null).body().path("own_capabilities");
    }

    private static boolean has(JsonNode list, String entry) {
        return list.toString().contains("\"" + entry + "\"");
    }

    private void tryWatching() {
        HttpAnswer read = as(viewer, "GET", callPath(), null);
        facts.granted("who watches reads the call", read);
        JsonNode capabilities = read.body().path("own_capabilities");
        facts.is("and is not told to publish", "no send-video", capabilities, !has(capabilities, "send-video"));
        unsure.is("but to join", "join-call", capabilities, has(capabilities, "join-call"));
        facts.denied("who watches joins in backstage", as(viewer, "POST", callPath() + "/join", JOIN));
        facts.denied("who watches goes live", as(viewer, "POST", callPath() + "/go_live", NOTHING));
        JsonNode live = api.server("POST", callPath() + "/go_live", NOTHING).orThrow();
        facts.same("a server goes live", "false", live.at("/call/backstage").asText());
        facts.granted("who watches joins what is live", as(viewer, "POST", callPath() + "/join", JOIN));
        facts.denied("who watches stops it", as(viewer, "POST", callPath() + "/stop_live", NOTHING));
        facts.denied("who watches ends it", as(viewer, "POST", callPath() + "/mark_ended", NOTHING));
        facts.denied(
                "who watches changes it", as(viewer, "PATCH", callPath(), Map.of("custom", Map.of("title", "mine"))));
        facts.denied(
                "who watches makes members",
                as(
                        viewer,
                        "POST",
                        callPath() + "/members",
                        Map.of("update_members", List.of(Map.of("user_id", viewer, "role", "admin")))));
        facts.denied("who watches blocks others", as(viewer, "POST", callPath() + "/block", Map.of("user_id", member)));
        facts.denied(
                "who watches takes another role",
                as(
                        viewer,
                        "PATCH",
                        "/users",
                        Map.of("users", List.of(Map.of("id", viewer, "set", Map.of("role", "admin"))))));
        facts.granted("going live twice", api.server("POST", callPath() + "/go_live", NOTHING));
        JsonNode stopped =
                api.server("POST", callPath() + "/stop_live", NOTHING).orThrow();
        facts.same(
                "stopping returns to backstage",
                "true",
                stopped.at("/call/backstage").asText());
        JsonNode back = api.server("POST", callPath() + "/go_live", NOTHING).orThrow();
        facts.same(
                "and a call goes live again",
                "false",
                back.at("/call/backstage").asText());
    }

    private void tryWithoutAnAccount() {
        facts.refused("nobody in particular reads the call", api.anonymously(null, "GET", callPath(), null));
        facts.refused("nobody in particular joins", api.anonymously(null, "POST", callPath() + "/join", JOIN));
        String callToken = api.token(
                Map.of("user_id", "!anon", "role", "viewer", "call_cids", List.of(name + ":main"), "iat", now() - 5));
        facts.refused("a call token of nobody reads the call", api.anonymously(callToken, "GET", callPath(), null));
        HttpAnswer guest =
                api.anonymously(null, "POST", "/guest", Map.of("user", Map.of("id", guest(), "name", guest())));
        made.guests(guest());
        if (guest.isSuccess()) {
            JsonNode id = guest.body().at("/user/id");
            unsure.is(
                    "a guest gets an id of GetStream's making",
                    "guest-…-" + guest(),
                    id,
                    !id.asText().equals(guest()) && id.asText().endsWith(guest()));
            String token = guest.body().path("access_token").asText();
            facts.denied("a guest reads the call", api.with(token, "GET", callPath(), null));
            facts.denied("a guest joins", api.with(token, "POST", callPath() + "/join", JOIN));
        } else {
            facts.denied("becoming a guest where that is switched off", guest);
        }
    }

    private void tryTheChat() {
        Map<String, Object> grants = new HashMap<>();
        addTo(grants, List.of("read-channel", "read-channel-members", "flag-message", "mute-channel"), watching);
        addTo(grants, WRITING, "channel_member");
        addTo(grants, MODERATING, "channel_moderator");
        addTo(grants, List.of(), broadcasting, "user", "guest", "anonymous");
        made.channelType(name);
        facts.granted(
                "a channel type of our own",
                api.server(
                        "POST",
                        "/chat/channeltypes",
                        Map.of(
                                "name",
                                name,
                                "automod",
                                "disabled",
                                "automod_behavior",
                                "flag",
                                "max_message_length",
                                500,
                                "grants",
                                grants)));
        made.channel(name, "main");
        facts.denied("who watches creates our channel", as(viewer, "POST", chatPath() + "/query", NOTHING));
        api.server("POST", chatPath() + "/query", Map.of("data", Map.of("created_by_id", owner)))
                .orThrow();
        for (String type : BUILT_IN_CHANNEL_TYPES) {
            made.channel(type, name);
            facts.denied(
                    "who watches creates a channel of type " + type,
                    as(viewer, "POST", "/chat/channels/" + type + "/" + name + "/query", NOTHING));
        }
        facts.granted("who watches reads the chat", as(viewer, "POST", chatPath() + "/query", NOTHING));
        facts.denied("who watches posts", as(viewer, "POST", chatPath() + "/message", HELLO));
        facts.denied(
                "who watches joins the chat",
                as(viewer, "POST", chatPath(), Map.of("add_members", List.of(Map.of("user_id", viewer)))));
        facts.refused(
                "nobody in particular reads the chat", api.anonymously(null, "POST", chatPath() + "/query", NOTHING));
        addMember(member);
        facts.granted("a member posts", as(member, "POST", chatPath() + "/message", HELLO));
        tryModerating();
        api.server("POST", chatPath(), Map.of("remove_members", List.of(member)))
                .orThrow();
        facts.denied("who is a member no longer posts", as(member, "POST", chatPath() + "/message", HELLO));
    }

    private void tryModerating() {
        Map<String, String> ban = Map.of("target_user_id", member, "channel_cid", name + ":main");
        addMember(banned);
        facts.denied("a member bans", as(banned, "POST", "/moderation/ban", ban));
        facts.granted(
                "a member becomes a moderator",
                api.server(
                        "POST",
                        chatPath(),
                        Map.of(
                                "assign_roles",
                                List.of(Map.of("user_id", banned, "channel_role", "channel_moderator")))));
        facts.denied("a moderator bans", as(banned, "POST", "/moderation/ban", ban));
        api.server(
                        "POST",
                        chatPath(),
                        Map.of("assign_roles", List.of(Map.of("user_id", banned, "channel_role", "channel_member"))))
                .orThrow();
    }

    private void unban(String userId, String where) {
        api.server("POST", "/moderation/unban?target_user_id=" + userId + where, Map.of("unbanned_by_id", owner))
                .orThrow();
    }

    private void addMember(String userId) {
        api.server("POST", chatPath(), Map.of("add_members", List.of(Map.of("user_id", userId))))
                .orThrow();
    }

    private void tryTakingAway() {
        tryBans();
        tryABlock();
        tryAKick();
        tryARevocation();
    }

    private void tryBans() {
        addMember(banned);
        String channel = name + ":main";
        api.server(
                        "POST",
                        "/moderation/ban",
                        Map.of("target_user_id", banned, "banned_by_id", owner, "channel_cid", channel))
                .orThrow();
        facts.denied("who is banned from the channel posts", as(banned, "POST", chatPath() + "/message", HELLO));
        unban(banned, "&channel_cid=" + channel);
        facts.granted("and posts after the ban", as(banned, "POST", chatPath() + "/message", HELLO));
        api.server("POST", "/moderation/ban", Map.of("target_user_id", banned, "banned_by_id", owner))
                .orThrow();
        facts.refused("who is banned from the app posts", as(banned, "POST", chatPath() + "/message", HELLO));
        unsure.granted("and reads the chat", as(banned, "POST", chatPath() + "/query", NOTHING));
        unsure.granted("and reads the call", as(banned, "GET", callPath(), null));
        unsure.granted("and joins it", as(banned, "POST", callPath() + "/join", JOIN));
        unban(banned, "");
    }

    private void tryABlock() {
        api.server("POST", callPath() + "/block", Map.of("user_id", leaver)).orThrow();
        JsonNode blocked = api.server("GET", callPath(), null).orThrow().at("/call/blocked_user_ids");
        facts.same("the call lists who is blocked", "[\"" + leaver + "\"]", blocked.toString());
        facts.refused("who is blocked joins", as(leaver, "POST", callPath() + "/join", JOIN));
        api.server("POST", callPath() + "/unblock", Map.of("user_id", leaver)).orThrow();
        facts.granted("and joins when unblocked", as(leaver, "POST", callPath() + "/join", JOIN));
    }

    private void tryAKick() {
        Map<String, Object> kick = Map.of("user_id", leaver, "kicked_by_id", owner, "block", true);
        facts.denied("who watches kicks others", as(viewer, "POST", callPath() + "/kick", Map.of("user_id", member)));
        facts.granted("a server kicks and blocks", api.server("POST", callPath() + "/kick", kick));
        JsonNode blocked = api.server("GET", callPath(), null).orThrow().at("/call/blocked_user_ids");
        facts.same("the call lists who was kicked and blocked", "[\"" + leaver + "\"]", blocked.toString());
        facts.refused("who was kicked and blocked joins", as(leaver, "POST", callPath() + "/join", JOIN));
        api.server("POST", callPath() + "/unblock", Map.of("user_id", leaver)).orThrow();
        facts.granted(
                "a server kicks",
                api.server("POST", callPath() + "/kick", Map.of("user_id", leaver, "kicked_by_id", owner)));
        facts.granted("and whom it kicked joins again", as(leaver, "POST", callPath() + "/join", JOIN));
    }

    private void tryARevocation() {
        long second = now();
        Instant before = Instant.ofEpochSecond(second).minus(Duration.ofSeconds(10));
        api.server(
                        "PATCH",
                        "/users",
                        Map.of(
                                "users",
                                List.of(Map.of(
                                        "id",
                                        leaver,
                                        "set",
                                        Map.of("revoke_tokens_issued_before", before.toString())))))
                .orThrow();
        HttpAnswer older = api.with(token(leaver, before.getEpochSecond() - 1), "GET", callPath(), null);
        facts.refused("a token older than the revocation", older);
        unsure.refused("and the code says that it has expired", 401, 40, older);
        unsure.refused(
                "a token that does not say when it was issued",
                api.with(api.token(Map.of("user_id", leaver)), "GET", callPath(), null));
        facts.granted(
                "a token newer than the revocation",
                api.with(token(leaver, before.getEpochSecond() + 1), "GET", callPath(), null));
    }
}
