package dev.onstage.notifier.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.notifier.delivery.SendReport;
import dev.onstage.notifier.delivery.SendResult;
import dev.onstage.notifier.delivery.SendResult.Reach;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of Discord's list of answers. */
class DiscordAnswersTest {
    private final DiscordAnswers answers = new DiscordAnswers(new ObjectMapper());

    @ParameterizedTest
    @CsvSource({
        "400, 50006, Refused",
        "400, 50109, Refused",
        "400, 220001, Refused",
        "400, 200000, Refused",
        "400, 240000, Refused",
        "401, 50027, DestinationGone",
        "401, 0, DestinationGone",
        "403, 50001, Forbidden",
        "403, 50013, Forbidden",
        "403, 40333, Limited",
        "404, 10015, DestinationGone",
        "404, 10003, TryAgain",
        "404, 0, TryAgain",
        "404, 10004, TryAgain",
        "404, 50035, TryAgain",
        "404, 10008, MessageGone",
        "400, 30046, EditRefused",
        "429, 30046, EditRefused",
        "413, 40005, Refused",
        "408, 0, TryAgain",
        "500, 0, TryAgain",
        "502, 0, TryAgain",
        "503, 130000, TryAgain",
        "504, 0, TryAgain",
        "400, 20028, TryAgain",
        "302, 0, Refused"
    })
    void shouldSortAnswersByWhatToDo(int status, int code, String expected) {
        SendReport report = read(status, Map.of(), "{\"message\":\"secret words\",\"code\":" + code + "}");

        assertThat(report.result().getClass().getSimpleName()).isEqualTo(expected);
        assertThat(report.result().reason()).doesNotContain("secret words").isNotBlank();
        assertThat(report.status()).isEqualTo(status);
    }

    @Test
    void shouldTellTheMessageThatWasMade() {
        assertThat(read(200, Map.of(), "{\"id\":\"42\"}").result()).isEqualTo(new SendResult.Done("42"));
        assertThat(read(204, Map.of(), "").result()).isEqualTo(new SendResult.Done(null));
    }

    @Test
    void shouldForgetTheAddressOfAWebhookThatIsGoneOnly() {
        assertThat(read(404, Map.of(), "{\"code\":10015}").result())
                .isInstanceOfSatisfying(SendResult.DestinationGone.class, gone -> assertThat(gone.forgetAddress())
                        .isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "404, <html><body>404 Not Found</body></html>",
        "404, ''",
        "404, 10015",
        "404, '[{\"code\":10015}]'",
        "404, '{\"code\":\"unknown\"}'",
        "404, '{\"message\":\"404: Not Found\",\"code\":0}'",
        "401, <html><body>Log in to the network</body></html>",
        "401, ''",
        "401, {}",
        "401, '{\"error\":\"login\"}'",
        "401, '{\"code\":\"0\"}'"
    })
    void shouldTryAgainWhenSomethingOnTheWayAnswers(int status, String body) {
        assertThat(read(status, Map.of(), body).result()).isInstanceOf(SendResult.TryAgain.class);
    }

    @Test
    void shouldWaitTheLongerOfHeaderAndBody() {
        assertThat(limited(Map.of("Retry-After", "3"), "{\"retry_after\":2.5,\"global\":false}"))
                .isEqualTo(new SendResult.Limited("Discord asked to wait.", Duration.ofSeconds(3), Reach.DESTINATION));
        assertThat(limited(Map.of("Retry-After", "1"), "{\"retry_after\":1.337,\"global\":false}"))
                .isEqualTo(
                        new SendResult.Limited("Discord asked to wait.", Duration.ofMillis(1337), Reach.DESTINATION));
    }

    @Test
    void shouldStopEverythingOnAGlobalLimit() {
        assertThat(limited(Map.of("Retry-After", "1"), "{\"retry_after\":1,\"global\":true}")
                        .reach())
                .isEqualTo(Reach.KIND);
        assertThat(limited(Map.of("X-RateLimit-Global", "true"), "{\"retry_after\":1}")
                        .reach())
                .isEqualTo(Reach.KIND);
    }

    @ParameterizedTest
    @CsvSource({"429, <html>error code: 1015</html>", "403, <html>Access denied</html>", "429, '{\"code\":0}'"})
    void shouldStopEverythingWhenTheFirewallBlocks(int status, String body) {
        assertThat(read(status, Map.of(), body).result()).isInstanceOfSatisfying(SendResult.Limited.class, blocked -> {
            assertThat(blocked.reach()).isEqualTo(Reach.KIND_BLOCKED);
            assertThat(blocked.delay()).isEqualTo(DiscordAnswers.BLOCKED_PAUSE);
        });
    }

    @Test
    void shouldNameTheRefusedFieldsOnly() {
        String body =
                "{\"code\":50035,\"errors\":{\"embeds\":{\"0\":{\"title\":{\"_errors\":[{\"message\":\"no\"}]}}}}}";

        assertThat(read(400, Map.of(), body).result())
                .isEqualTo(new SendResult.Refused("Discord refused these fields: embeds.0.title.", false));
    }

    @Test
    void shouldNoticeThatOnlyLinksWereRefused() {
        String body = "{\"code\":50035,\"errors\":{\"embeds\":{\"0\":{\"url\":{\"_errors\":[{}]}}},"
                + "\"components\":{\"0\":{\"components\":{\"0\":{\"url\":{\"_errors\":[{}]}}}}}}}";

        assertThat(read(400, Map.of(), body).result())
                .isInstanceOfSatisfying(SendResult.Refused.class, refused -> assertThat(refused.becauseOfLinks())
                        .isTrue());
    }

    @Test
    void shouldRespectAUsedUpWindow() {
        assertThat(read(200, Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", "1.5"), "{\"id\":\"1\"}")
                        .pause())
                .isEqualTo(Duration.ofMillis(1500));
        assertThat(read(200, Map.of("X-RateLimit-Remaining", "1", "X-RateLimit-Reset-After", "1.5"), "{\"id\":\"1\"}")
                        .pause())
                .isZero();
    }

    private SendResult.Limited limited(Map<String, String> headers, String body) {
        return (SendResult.Limited) read(429, headers, body).result();
    }

    private SendReport read(int status, Map<String, String> headers, String body) {
        return answers.read(status, headers::get, body);
    }
}
