package dev.onstage.localstack.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.onstage.localstack.stack.StackException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** GetStream's API as a server of the app asks it, and as people with tokens of their own, or with none, do. */
public final class GetStreamApi {

    private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    private static final String BASE_PATH = "/api/v2";

    private final JsonHttp http;
    private final String apiKey;
    private final String apiSecret;

    /** Asks for the app with that key and secret. */
    public GetStreamApi(URI base, String apiKey, String apiSecret) {
        this.http = new JsonHttp(base);
        this.apiKey = apiKey;
        this.apiSecret = apiSecret;
    }

    /** The app's public key. */
    public String apiKey() {
        return apiKey;
    }

    /** Asks as a server of the app. */
    public HttpAnswer server(String method, String path, @Nullable Object body) {
        return with(token(Map.of("server", true)), method, path, body);
    }

    /** Asks as a server of the app for the users that match. */
    public HttpAnswer findUsers(Map<String, Object> filter) {
        String payload = URLEncoder.encode(json(Map.of("filter_conditions", filter)), StandardCharsets.UTF_8);
        return server("GET", "/users?payload=" + payload, null);
    }

    /** Asks with that token. */
    public HttpAnswer with(String token, String method, String path, @Nullable Object body) {
        return send(method, path, body, Map.of("Authorization", token, "stream-auth-type", "jwt"));
    }

    /** Asks as nobody in particular, with a token of nobody or with none. */
    public HttpAnswer anonymously(@Nullable String token, String method, String path, @Nullable Object body) {
        Map<String, String> headers = token == null
                ? Map.of("stream-auth-type", "anonymous")
                : Map.of("Authorization", token, "stream-auth-type", "anonymous");
        return send(method, path, body, headers);
    }

    private HttpAnswer send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        try {
            return http.send(method, path(path), body, headers);
        } catch (StackException failure) {
            throw new StackException(
                    failure.failure(), "GetStream does not answer at %s".formatted(http.base()), failure);
        }
    }

    /** A token with these claims, signed with the app's secret. */
    public String token(Map<String, ?> claims) {
        return token(claims, apiSecret);
    }

    /** A token with these claims, signed with another secret. */
    public static String token(Map<String, ?> claims, String secret) {
        try {
            String content = encoded(HEADER.getBytes(StandardCharsets.UTF_8))
                    + "."
                    + encoded(json(claims).getBytes(StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return content + "." + encoded(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String json(Object value) {
        try {
            return JsonHttp.JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String path(String path) {
        return BASE_PATH + path + (path.contains("?") ? "&" : "?") + "api_key=" + apiKey;
    }
}
