package dev.onstage.localstack.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The public API as a person's browser uses it, through the gateway or past it. Thread-safe. The access token is renewed
 * before it runs out.
 */
public final class OnstageApi {

    // Access tokens live five minutes.
    private static final Duration RENEW_AFTER = Duration.ofMinutes(4);

    private final JsonHttp http;
    private final @Nullable AnswerLog answers;
    private @Nullable String email;
    private @Nullable String password;
    private @Nullable String token;
    private long signedInAt;

    /** Nobody is signed in yet. */
    public OnstageApi(URI base) {
        this(base, null);
    }

    /** The same; everything that is answered, server-sent events included, also goes to that log. */
    public OnstageApi(URI base, @Nullable AnswerLog answers) {
        this.http = new JsonHttp(base, answers);
        this.answers = answers;
    }

    /** The same person at another address, for example one copy of a service. */
    public synchronized OnstageApi at(URI base) {
        var other = new OnstageApi(base, answers);
        other.email = email;
        other.password = password;
        other.token = token;
        other.signedInAt = signedInAt;
        return other;
    }

    /** First run: creates the account and the first channel, and is signed in afterwards. */
    public synchronized HttpAnswer setUp(String setupToken, String mail, String name, String secret) {
        HttpAnswer answer = post(
                "/api/setup",
                Map.of(
                        "setupToken", setupToken,
                        "email", mail,
                        "name", name,
                        "password", secret,
                        "tokens", "bearer"));
        if (answer.isSuccess()) {
            remember(mail, secret, answer);
        }
        return answer;
    }

    /** Signs in; on success everything else is done as this person. */
    public synchronized HttpAnswer signIn(String mail, String secret) {
        HttpAnswer answer = http.send(
                "POST", "/api/auth/sign-in", Map.of("email", mail, "password", secret, "tokens", "bearer"), Map.of());
        if (answer.isSuccess()) {
            remember(mail, secret, answer);
        }
        return answer;
    }

    /** Takes a new token, which knows the channels made meanwhile. */
    public synchronized void renew() {
        if (email == null || password == null) {
            throw new IllegalStateException("nobody is signed in");
        }
        signIn(email, password).orThrow();
    }

    private void remember(String mail, String secret, HttpAnswer answer) {
        email = mail;
        password = secret;
        token = answer.body().path("accessToken").asText();
        signedInAt = System.nanoTime();
    }

    /** GET. */
    public HttpAnswer get(String path) {
        return http.send("GET", path, null, headers());
    }

    /** GET with further headers. */
    public HttpAnswer get(String path, Map<String, String> more) {
        var all = new HashMap<String, String>(headers());
        all.putAll(more);
        return http.send("GET", path, null, all);
    }

    /** POST. */
    public HttpAnswer post(String path, Object body) {
        return http.send("POST", path, body, headers());
    }

    /** POST with further headers. */
    public HttpAnswer post(String path, Object body, Map<String, String> more) {
        var all = new HashMap<String, String>(headers());
        all.putAll(more);
        return http.send("POST", path, body, all);
    }

    /** PUT. */
    public HttpAnswer put(String path, Object body) {
        return http.send("PUT", path, body, headers());
    }

    /** PATCH. */
    public HttpAnswer patch(String path, Object body) {
        return http.send("PATCH", path, body, headers());
    }

    /** DELETE. */
    public HttpAnswer delete(String path) {
        return http.send("DELETE", path, null, headers());
    }

    /** Makes an account with an invite; on success everything else is done as this person. */
    public synchronized HttpAnswer signUp(String inviteCode, String mail, String name, String secret) {
        HttpAnswer answer = http.send(
                "POST",
                "/api/invites/" + inviteCode + "/accept",
                Map.of("email", mail, "name", name, "password", secret, "tokens", "bearer"),
                Map.of());
        if (answer.isSuccess()) {
            remember(mail, secret, answer);
        }
        return answer;
    }

    /** Server-sent events of that path, from now on. */
    public EventStream events(String path) {
        return EventStream.open(http.base().resolve(path), headers(), answers);
    }

    /** What one may do with one channel. */
    public ChannelApi channel(String channelId) {
        return new ChannelApi(this, channelId);
    }

    /** The figures of one session. */
    public JsonNode session(String sessionId) {
        return get("/api/sessions/" + sessionId).orThrow();
    }

    private synchronized Map<String, String> headers() {
        if (token == null) {
            return Map.of();
        }
        if (System.nanoTime() - signedInAt > RENEW_AFTER.toNanos()) {
            renew();
        }
        return Map.of("Authorization", "Bearer " + token);
    }
}
