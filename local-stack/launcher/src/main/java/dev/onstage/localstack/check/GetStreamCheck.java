package dev.onstage.localstack.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.GetStreamApi;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Tries what Onstage relies on at GetStream: with roles, a call type, a call, a channel type, a channel and people of its
 * own, which it removes again. Webhooks are not among it, since they need an address that GetStream can reach.
 */
public final class GetStreamCheck {

    /** Digits of a time in nanoseconds, from 2001 until 2286. */
    private static final int NANOSECOND_DIGITS = 19;

    private static final Map<String, String> JOIN = Map.of("location", "FRA");
    private static final Map<String, Object> JOIN_OR_CREATE = Map.of("location", "FRA", "create", true);
    private static final Map<String, Object> HELLO = Map.of("message", Map.of("text", "hello"));
    private static final Map<String, Object> NOTHING = Map.of();
    private static final List<String> BUILT_IN_CALL_ROLES =
            List.of("user", "guest", "anonymous", "moderator", "host", "call_member");

    private final GetStreamApi api;
    private final Facts facts = new Facts();
    private final ThrowAway made;
    private final String name;
    private final String watching;
    private final String owner;
    private final String viewer;
    private final String member;
    private final String banned;
    private final String leaver;

    /** A check of the app that {@code api} asks. */
    public GetStreamCheck(GetStreamApi api) {
        this.api = api;
        this.made = new ThrowAway(api);
        this.name = "onstage_check_%08x".formatted(new Random().nextInt());
        this.watching = name;
        this.owner = name + "_owner";
        this.viewer = name + "_viewer";
        this.member = name + "_member";
        this.banned = name + "_banned";
        this.leaver = name + "_leaver";
    }

    /**
     * Tries everything.
     *
     * @throws StackException when the app is not reached at all
     */
    public CheckReport run() {
        HttpAnswer app = api.server("GET", "/app", null);
        if (!app.isSuccess()) {
            throw new StackException(
                    Failure.REFUSED, "GetStream does not take this API key and secret. " + app.describe());
        }
        facts.is(
                "the app says whether anybody can become a guest",
                "a boolean",
                app.body().at("/app/guest_user_creation_disabled"),
                app.body().at("/app/guest_user_creation_disabled").isBoolean());
        made.role(watching);
        made.users(List.of(owner, viewer, member, banned, leaver));
        try {
            tryTokens();
            prepare();
            tryBeforeThereIsACall();
            tryTheCall();
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

    private void prepare() {
        facts.granted("a role of our own", api.server("POST", "/roles", Map.of("name", watching)));
        facts.granted(
                "users have that role",
                api.server(
                        "POST",
                        "/users",
                        users(Map.of(
                                owner, "user", viewer, watching, member, watching, banned, watching, leaver,
                                watching))));
        Map<String, Object> grants = new HashMap<>();
        BUILT_IN_CALL_ROLES.forEach(role -> grants.put(role, List.of()));
        grants.put(watching, List.of("read-call", "join-call"));
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
                                grants,
                                "settings",
                                Map.of("backstage", Map.of("enabled", true)))));
        JsonNode read = api.server("GET", "/video/calltypes/" + name, null).orThrow();
        facts.same(
                "grants are read back as they were written",
                "[\"read-call\",\"join-call\"]",
                read.at("/grants/" + watching).toString());
        for (String role : BUILT_IN_CALL_ROLES) {
            JsonNode left = read.path("grants").path(role);
            facts.is("the role " + role + " has nothing in our call type", "[]", left, left.isEmpty());
        }
    }

    private void tryBeforeThereIsACall() {
        made.call(name, "main");
        facts.denied("who watches creates our call", as(viewer, "POST", callPath(), NOTHING));
        facts.denied(
                "who watches creates our call by joining", as(viewer, "POST", callPath() + "/join", JOIN_OR_CREATE));
        for (String type : List.of("livestream", "default", "development", "audio_room")) {
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

    private void tryWatching() {
        HttpAnswer read = as(viewer, "GET", callPath(), null);
        facts.granted("who watches reads the call", read);
        JsonNode capabilities = read.body().path("own_capabilities");
        facts.is(
                "and is told to have join-call and not send-video",
                "join-call, no send-video",
                capabilities,
                capabilities.toString().contains("\"join-call\"")
                        && !capabilities.toString().contains("\"send-video\""));
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
        HttpAnswer guest = api.anonymously(
                null, "POST", "/guest", Map.of("user", Map.of("id", name + "_guest", "name", "passer-by")));
        if (guest.isSuccess()) {
            made.users(List.of(guest.body().at("/user/id").asText()));
            String token = guest.body().path("access_token").asText();
            facts.denied("a guest reads the call", api.with(token, "GET", callPath(), null));
            facts.denied("a guest joins", api.with(token, "POST", callPath() + "/join", JOIN));
        } else {
            facts.denied("becoming a guest where that is switched off", guest);
        }
    }

    private void tryTheChat() {
        Map<String, Object> grants = new HashMap<>();
        List.of("user", "guest", "anonymous").forEach(role -> grants.put(role, List.of()));
        grants.put(watching, List.of("read-channel"));
        grants.put("channel_member", List.of("read-channel", "create-message"));
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
        for (String type : List.of("livestream", "messaging")) {
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
        api.server("POST", chatPath(), Map.of("remove_members", List.of(member)))
                .orThrow();
        facts.denied("who is a member no longer posts", as(member, "POST", chatPath() + "/message", HELLO));
    }

    private void addMember(String userId) {
        api.server("POST", chatPath(), Map.of("add_members", List.of(Map.of("user_id", userId))))
                .orThrow();
    }

    private void tryTakingAway() {
        tryBans();
        tryABlock();
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
        api.server(
                        "POST",
                        "/moderation/unban?target_user_id=" + banned + "&channel_cid=" + channel,
                        Map.of("unbanned_by_id", owner))
                .orThrow();
        facts.granted("and posts after the ban", as(banned, "POST", chatPath() + "/message", HELLO));
        api.server("POST", "/moderation/ban", Map.of("target_user_id", banned, "banned_by_id", owner))
                .orThrow();
        facts.refused("who is banned from the app posts", as(banned, "POST", chatPath() + "/message", HELLO));
        api.server("POST", "/moderation/unban?target_user_id=" + banned, Map.of("unbanned_by_id", owner))
                .orThrow();
    }

    private void tryABlock() {
        api.server("POST", callPath() + "/block", Map.of("user_id", leaver)).orThrow();
        JsonNode blocked = api.server("GET", callPath(), null).orThrow().at("/call/blocked_user_ids");
        facts.same("the call lists who is blocked", "[\"" + leaver + "\"]", blocked.toString());
        facts.refused("who is blocked joins", as(leaver, "POST", callPath() + "/join", JOIN));
        api.server("POST", callPath() + "/unblock", Map.of("user_id", leaver)).orThrow();
        facts.granted("and joins when unblocked", as(leaver, "POST", callPath() + "/join", JOIN));
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
        facts.refused(
                "a token older than the revocation",
                401,
                40,
                api.with(token(leaver, before.getEpochSecond() - 1), "GET", callPath(), null));
        facts.refused(
                "a token that does not say when it was issued",
                api.with(api.token(Map.of("user_id", leaver)), "GET", callPath(), null));
        facts.granted(
                "a token newer than the revocation",
                api.with(token(leaver, before.getEpochSecond() + 1), "GET", callPath(), null));
    }
}
