package dev.onstage.streamcontrol.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.streamcontrol.account.LoginSessionEntity.Presented;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LoginSessionEntityTest {

    private static final Instant START = Instant.parse("2026-11-20T19:00:00Z");
    private static final Duration LIFETIME = Duration.ofDays(30);

    private final LoginSessionEntity session =
            new LoginSessionEntity(new UUID(1, 2), new UUID(3, 4), "key", "192.0.2.7", START, LIFETIME);

    @Test
    void shouldRotateOnTheCurrentGeneration() {
        assertThat(session.present(1, START, LIFETIME)).isEqualTo(Presented.ROTATED);
        assertThat(session.generation()).isEqualTo(2);
    }

    @Test
    void shouldRepeatTheAnswerForTheLastGenerationForAMoment() {
        session.present(1, START, LIFETIME);

        assertThat(session.present(1, START.plusSeconds(14), LIFETIME)).isEqualTo(Presented.REPEATED);
        assertThat(session.generation()).isEqualTo(2);
    }

    @Test
    void shouldEndTheSessionWhenAnOldGenerationIsReused() {
        session.present(1, START, LIFETIME);

        assertThat(session.present(1, START.plusSeconds(15), LIFETIME)).isEqualTo(Presented.REUSED);
        assertThat(session.present(2, START.plusSeconds(16), LIFETIME)).isEqualTo(Presented.OVER);
        assertThat(session.revokedReason()).isEqualTo("REUSED");
    }

    @Test
    void shouldEndTheSessionForAnOlderGenerationAtOnce() {
        session.present(1, START, LIFETIME);
        session.present(2, START, LIFETIME);

        assertThat(session.present(1, START, LIFETIME)).isEqualTo(Presented.REUSED);
    }

    @Test
    void shouldBeOverWhenItExpiredOrWasSignedOut() {
        assertThat(session.present(1, START.plus(LIFETIME), LIFETIME)).isEqualTo(Presented.OVER);
        session.signOut(START);
        assertThat(session.present(1, START, LIFETIME)).isEqualTo(Presented.OVER);
    }
}
