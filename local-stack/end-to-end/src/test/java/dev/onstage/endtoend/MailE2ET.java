package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.localstack.topology.Port;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A mail really goes out, and its link signs in. */
@OnStack
class MailE2ET {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern LINK = Pattern.compile("/magic-link#([A-Za-z0-9_-]{43})");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void shouldSignInByALinkThatWasMailed(StackUnderTest stack) throws Exception {
        URI gateway = stack.stack().url(Port.GATEWAY);
        HttpResponse<String> asked =
                post(gateway.resolve("/api/auth/magic-link"), Map.of("email", StackUnderTest.EMAIL), "");
        assertThat(asked.statusCode()).isEqualTo(204);
        String cookie = asked.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];

        URI mails = stack.stack().url(Port.DISCORD_SIMULATOR).resolve("/_sim/mails?to=" + StackUnderTest.EMAIL);
        await().atMost(PATIENCE).until(() -> LINK.matcher(get(mails)).find());
        Matcher link = LINK.matcher(get(mails));
        assertThat(link.find()).isTrue();

        HttpResponse<String> signedIn = post(
                gateway.resolve("/api/auth/magic-link/finish"),
                Map.of("code", link.group(1), "tokens", "bearer"),
                cookie);

        assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
        assertThat(new ObjectMapper()
                        .readTree(signedIn.body())
                        .at("/account/email")
                        .asText())
                .isEqualTo(StackUnderTest.EMAIL);
    }

    private String get(URI address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private HttpResponse<String> post(URI address, Map<String, String> body, String cookie)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(new ObjectMapper().writeValueAsString(body)));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie)
                    .header("Origin", address.resolve("/").toString().replaceAll("/$", ""));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
