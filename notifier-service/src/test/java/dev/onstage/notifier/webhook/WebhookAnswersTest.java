package dev.onstage.notifier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.notifier.delivery.SendReport;
import dev.onstage.notifier.delivery.SendResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAnswersTest {
    private final WebhookAnswers answers =
            new WebhookAnswers(Clock.fixed(Instant.parse("2026-03-01T18:00:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "300, Refused",
        "301, Refused",
        "302, Refused",
        "304, Refused",
        "307, Refused",
        "308, Refused",
        "400, Refused",
        "401, Forbidden",
        "402, Refused",
        "403, Forbidden",
        "404, Forbidden",
        "405, Refused",
        "406, Refused",
        "408, TryAgain",
        "409, Refused",
        "410, DestinationGone",
        "411, Refused",
        "413, Refused",
        "415, Refused",
        "418, Refused",
        "421, Refused",
        "422, Refused",
        "425, TryAgain",
        "426, Refused",
        "429, Limited",
        "431, Refused",
        "451, Refused",
        "500, TryAgain",
        "501, TryAgain",
        "502, TryAgain",
        "503, TryAgain",
        "504, TryAgain",
        "507, TryAgain",
        "530, TryAgain",
        "599, TryAgain"
    })
    void shouldSortAnswersByWhatToDo(int status, String expected) {
        SendReport report = answers.read("msg_1", status, null);

        assertThat(report.result().getClass().getSimpleName()).isEqualTo(expected);
        assertThat(report.result().reason()).contains(Integer.toString(status));
        assertThat(report.status()).isEqualTo(status);
        assertThat(report.code()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void shouldTakeEveryTwoHundredForDone(int status) {
        assertThat(answers.read("msg_1", status, null).result()).isEqualTo(new SendResult.Done("msg_1"));
    }

    @Test
    void shouldForgetAnAddressThatIsGone() {
        assertThat(answers.read("msg_1", 410, null).result())
                .isInstanceOfSatisfying(SendResult.DestinationGone.class, gone -> assertThat(gone.forgetAddress())
                        .isTrue());
    }

    @Test
    void shouldNameARedirect() {
        assertThat(answers.read("msg_1", 302, null).result().reason()).contains("redirect, which is not followed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | 7 | 7",
                "503 | 7 | 7",
                "429 | 0 | 1",
                "429 | ' 120 ' | 120",
                "429 | 999999999 | 43200",
                "429 | Sun, 1 Mar 2026 18:00:30 GMT | 30",
                "503 | Sun, 01 Mar 2026 18:02:00 GMT | 120",
                "429 | Sun, 01 Mar 2026 17:00:00 GMT | 1",
                "429 | Mon, 01 Mar 2027 17:00:00 GMT | 43200",
                "429 | soon | 60",
                "429 | -5 | 60",
                "429 | | 60"
            })
    void shouldWaitAsLongAsAsked(int status, String retryAfter, long seconds) {
        SendReport report = answers.read("msg_1", status, retryAfter);

        Duration expected = Duration.ofSeconds(seconds);
        assertThat(report.result()).isInstanceOfSatisfying(SendResult.Limited.class, limited -> {
            assertThat(limited.delay()).isEqualTo(expected);
            assertThat(limited.reach()).isEqualTo(SendResult.Reach.DESTINATION);
        });
        assertThat(report.pause()).isEqualTo(expected);
    }

    @Test
    void shouldTakeAPauseThatCannotBeReadForTrouble() {
        assertThat(answers.read("msg_1", 503, "soon").result()).isInstanceOf(SendResult.TryAgain.class);
    }
}
