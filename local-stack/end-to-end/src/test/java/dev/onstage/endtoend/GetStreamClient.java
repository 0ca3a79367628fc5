package dev.onstage.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.localstack.topology.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Somebody with a token and an HTTP client, and nothing else of Onstage: what GetStream answers is what counts. */
final class GetStreamClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String apiKey;
    private final String authType;
    private final @Nullable String token;

    private GetStreamClient(StackUnderTest stack, String authType, @Nullable String token) {
        this.url = stack.stack().url(Port.GETSTREAM_SIMULATOR).toString();
        this.apiKey = stack.stack().secrets().simulatorApiKey();
        this.authType = authType;
        this.token = token;
    }

    /** With a token that Onstage gave to somebody. */
    static GetStreamClient user(StackUnderTest stack, String token) {
        return new GetStreamClient(stack, "jwt", token);
    }

    static GetStreamClient nobody(StackUnderTest stack) {
        return new GetStreamClient(stack, "anonymous", null);
    }

    /** With all rights, as another program of the app's owner. */
    static GetStreamClient server(StackUnderTest stack) {
        return new GetStreamClient(
                stack, "jwt", signed("{\"server\":true}", stack.stack().secrets().simulatorApiSecret()));
    }

    /** An answer. {@code code} is GetStream's, 0 when it is no refusal. */
    record Answer(int status, JsonNode body) {

        boolean isSuccess() {
            return status / 100 == 2;
        }

        int code() {
            return isSuccess() ? 0 : body.path("code").asInt();
        }
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    Answer patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    private Answer send(String method, String path, @Nullable Object body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path + "?api_key=" + apiKey))
                    .timeout(PATIENCE)
                    .header("stream-auth-type", authType)
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
            if (token != null) {
                request.header("Authorization", token);
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(method + " " + path + " was not answered with JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String signed(String claims, String secret) {
        String unsigned = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encoded(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(unsigned.getBytes(StandardCharsets.US_ASCII));
            return unsigned + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The path of a call, {@code type:id}. */
    static String call(String cid) {
        return "/api/v2/video/call/" + cid.replace(':', '/');
    }

    /** A call whose broadcaster is somebody else. */
    static Map<String, Object> madeBy(String userId) {
        return Map.of("data", Map.of("created_by_id", userId));
    }
}
