package dev.onstage.webhookingest.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryCursorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00.000001Z", "2026-11-22T14:00:00.123456Z", "9999-12-31T23:59:59.999999Z"})
    void shouldBringBackWhatItWasMadeOf(Instant receivedAt) {
        DeliveryCursor cursor = new DeliveryCursor(receivedAt, UuidCreator.getTimeOrderedEpoch());

        assertThat(DeliveryCursor.decode(cursor.encode())).isEqualTo(cursor);
        assertThat(cursor.encode()).matches("[A-Za-z0-9_-]{32}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "!!!!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "________________________________"})
    void shouldRefuseWhatIsNotOurs(String text) {
        assertRefused(text);
    }

    @Test
    void shouldRefuseWhatIsTooLong() {
        String cursor = new DeliveryCursor(Instant.parse("2026-11-22T14:00:00Z"), UUID.randomUUID()).encode();

        assertRefused(cursor + "AAAA");
        assertRefused(Base64.getUrlEncoder().encodeToString(new byte[5_000]));
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> DeliveryCursor.decode(text))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.type())
                        .isEqualTo(ProblemType.INVALID_REQUEST));
    }
}
