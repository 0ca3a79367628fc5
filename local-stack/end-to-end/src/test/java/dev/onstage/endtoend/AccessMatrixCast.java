package dev.onstage.endtoend;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.endtoend.AccessMatrix.Caller;
import dev.onstage.endtoend.AccessMatrix.Row;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.ServiceKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Everybody who plays in {@link AccessMatrix}, and what they try to reach: a channel that was live once. */
final class AccessMatrixCast {

    static final String CHANNEL = "matrix-own";

    static final String OTHER_CHANNEL = "matrix-other";
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final int TOO_MANY = 429;
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 405, 406, 415);
    private static @Nullable AccessMatrixCast ready;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final StackUnderTest stack;
    private final Map<String, String> ids;

    private AccessMatrixCast(StackUnderTest stack) throws SQLException {
        this.stack = stack;
        Scenario own = Scenario.provisioned(stack, CHANNEL);
        Scenario.created(stack, OTHER_CHANNEL);
        try (Connection database = stack.stack().database(ServiceKind.STREAM_CONTROL)) {
            for (Caller caller : Caller.values()) {
                person(database, caller);
            }
        }
        invite();
        own.connectEncoder();
        String sessionId = own.goLive();
        own.stopLive();
        own.awaitSessions(1);
        this.ids = Map.of(
                "channelId", CHANNEL, "destinationId", "public", "sessionId", sessionId, "deliveryId", delivery(stack));
    }

    private void invite() {
        String code = stack.operator()
                .post("/api/channels/" + CHANNEL + "/invites", Map.of())
                .orThrow()
                .path("code")
                .asText();
        signedIn(Caller.INVITED)
                .post("/api/invites/" + code + "/accept", Map.of())
                .orThrow();
    }

    /** Ready to play; made by the first who asks. */
    static synchronized AccessMatrixCast of(StackUnderTest stack) {
        try {
            AccessMatrixCast cast = ready == null ? new AccessMatrixCast(stack) : ready;
            ready = cast;
            return cast;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String delivery(StackUnderTest stack) {
        String path = "/api/webhooks/deliveries?limit=1&outcome=accepted&channel=" + CHANNEL;
        JsonNode found = await().atMost(Scenario.PATIENCE)
                .until(() -> stack.operator().get(path).orThrow().path("deliveries"), all -> !all.isEmpty());
        return found.path(0).path("id").asText();
    }

    /** With the password of the first account, and a role as the service would write it. */
    private static void person(Connection database, Caller caller) throws SQLException {
        UUID accountId = UUID.randomUUID();
        try (PreparedStatement account = database.prepareStatement(
                "insert into accounts (account_id, email, email_key, name, password_hash, operator)"
                        + " select ?, ?, ?, ?, password_hash, ? from accounts where email = ?")) {
            account.setObject(1, accountId);
            account.setString(2, email(caller));
            account.setString(3, email(caller));
            account.setString(4, caller.name());
            account.setBoolean(5, caller == Caller.OPERATOR);
            account.setString(6, StackUnderTest.EMAIL);
            account.executeUpdate();
        }
        switch (caller) {
            case BROADCASTER, SIGNED_OUT_SINCE -> role(database, accountId, CHANNEL, "broadcaster");
            case MODERATOR -> role(database, accountId, CHANNEL, "moderator");
            case OTHER_BROADCASTER -> role(database, accountId, OTHER_CHANNEL, "broadcaster");
            case SIGNED_OUT, NO_ROLE, INVITED, OPERATOR -> {
                // Nothing on any channel.
            }
        }
    }

    private static void role(Connection database, UUID accountId, String channelId, String role) throws SQLException {
        try (PreparedStatement member = database.prepareStatement(
                "insert into channel_members (channel_id, account_id, role) values (?, ?, ?)")) {
            member.setString(1, channelId);
            member.setObject(2, accountId);
            member.setString(3, role);
            member.executeUpdate();
        }
    }

    private static String email(Caller caller) {
        return "matrix-" + caller.name().toLowerCase(Locale.ROOT) + "@onstage.local";
    }

    /** Of a login of its own, since what is called may end it; null for who is signed out. */
    @Nullable String freshToken(Caller caller) {
        if (caller == Caller.SIGNED_OUT) {
            return null;
        }
        String token = signIn(stack.visitor(), email(caller));
        if (caller == Caller.SIGNED_OUT_SINCE) {
            send(request(stack.stack().url(Port.GATEWAY), "/api/auth/sign-out", token)
                    .POST(HttpRequest.BodyPublishers.noBody()));
        }
        return token;
    }

    private OnstageApi signedIn(Caller caller) {
        OnstageApi person = stack.visitor();
        signIn(person, email(caller));
        return person;
    }

    /** What is called with codes that cannot be right makes everybody at this address wait. */
    private String signIn(OnstageApi person, String email) {
        return await().atMost(Scenario.PATIENCE)
                .until(
                        () -> {
                            forgetWrongPasswords();
                            return person.signIn(email, StackUnderTest.PASSWORD);
                        },
                        answer -> answer.status() != TOO_MANY)
                .orThrow()
                .path("accessToken")
                .asText();
    }

    private void forgetWrongPasswords() {
        try (Connection database = stack.stack().database(ServiceKind.STREAM_CONTROL);
                Statement forget = database.createStatement()) {
            forget.executeUpdate("delete from sign_in_attempts");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** An access token that a new API token with that scope alone was exchanged for. */
    String scopedToken(Caller owner, String scope) {
        return exchanged(signedIn(owner), Map.of("name", scope, "scopes", List.of(scope), "expiresInDays", 1));
    }

    /** The same of a token for the one channel alone, of somebody who is its broadcaster and operator. */
    String scopedTokenOfTheChannel(String scope) {
        OnstageApi first = stack.visitor();
        signIn(first, StackUnderTest.EMAIL);
        return exchanged(
                first,
                Map.of("name", scope, "scopes", List.of(scope), "channels", List.of(CHANNEL), "expiresInDays", 1));
    }

    private String exchanged(OnstageApi person, Map<String, Object> wanted) {
        String secret =
                person.post("/api/tokens", wanted).orThrow().path("secret").asText();
        return stack.visitor()
                .post("/api/auth/token", Map.of("token", secret))
                .orThrow()
                .path("accessToken")
                .asText();
    }

    /** The path of a row with ids: of what is there, and where something is deleted of what is not. */
    String fill(Row row) {
        return PARAMETER
                .matcher(row.path())
                .replaceAll(parameter -> Matcher.quoteReplacement(id(row, parameter.group(1))));
    }

    private String id(Row row, String parameter) {
        String nobodys = UUID.nameUUIDFromBytes(parameter.getBytes(StandardCharsets.UTF_8))
                .toString();
        return row.method().equals("DELETE") && !parameter.equals("channelId")
                ? nobodys
                : ids.getOrDefault(parameter, nobodys);
    }

    /** Calls an endpoint by that path, which is the row's or another spelling of it. */
    Answer call(URI base, Row row, String path, @Nullable String token) {
        String address = path.equals(row.path()) ? fill(row) : path;
        HttpRequest.Builder request = request(base, address, token);
        if (row.hasBody()) {
            request.header("Content-Type", "application/json")
                    .method(row.method(), HttpRequest.BodyPublishers.ofString(row.body()));
        } else {
            request.method(row.method(), HttpRequest.BodyPublishers.noBody());
        }
        return send(request);
    }

    Answer get(URI base, String path, @Nullable String token) {
        return send(request(base, path, token).GET());
    }

    private static HttpRequest.Builder request(URI base, String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** The head of the answer is enough: a stream of events has no end. */
    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The head of an answer. */
    record Answer(int status, String contentType) {
        /** A refusal, or the page that the gateway shows at addresses that are nobody's. */
        boolean givesNothing() {
            return REFUSALS.contains(status) || (status == 200 && contentType.startsWith("text/html"));
        }
    }
}
