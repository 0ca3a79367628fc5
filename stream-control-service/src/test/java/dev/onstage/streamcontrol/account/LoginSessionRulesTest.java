package dev.onstage.streamcontrol.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.streamcontrol.account.LoginSession.Lifetimes;
import dev.onstage.streamcontrol.account.LoginSession.Presented;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoginSessionRulesTest {

    private static final Instant START = Instant.parse("2026-11-20T19:00:00Z");
    private static final Duration GRACE = LoginSession.GRACE;
    private static final Lifetimes LIFETIMES = new Lifetimes(Duration.ofDays(14), Duration.ofDays(30));

    private final LoginSession session = session();

    private static LoginSession session() {
        return session(SignInWay.PASSWORD);
    }

    private static LoginSession session(SignInWay way) {
        return new LoginSession(
                new UUID(1, 2),
                new CheckedAccount(way, new UUID(3, 4), 0),
                "key",
                new Place("192.0.2.7", "Firefox on Linux"),
                START,
                LIFETIMES);
    }

    @Test
    void shouldBeFreshForAFewMinutesHoweverOftenItIsRenewed() {
        assertThat(session.isFresh(START)).isTrue();
        session.present(1, START.plusSeconds(300), LIFETIMES);

        assertThat(session.isFresh(START.plus(LoginSession.FRESH).minusMillis(1)))
                .isTrue();
        assertThat(session.isFresh(START.plus(LoginSession.FRESH))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(SignInWay.class)
    void shouldBeFreshOnlyByWhatItsOwnerAloneHas(SignInWay way) {
        assertThat(session(way).isFresh(START)).isEqualTo(way == SignInWay.PASSWORD || way == SignInWay.PASSKEY);
    }

    @Test
    void shouldNotBeFreshOnceItHasEnded() {
        session.signOut(START);

        assertThat(session.isFresh(START)).isFalse();
    }

    @Test
    void shouldRotateOnTheCurrentGeneration() {
        assertThat(session.present(1, START, LIFETIMES)).isEqualTo(Presented.ROTATED);
        assertThat(session.generation()).isEqualTo(2);
    }

    @Test
    void shouldRepeatTheAnswerForTheLastGenerationForAMoment() {
        session.present(1, START, LIFETIMES);

        assertThat(session.present(1, START.plus(GRACE).minusMillis(1), LIFETIMES))
                .isEqualTo(Presented.REPEATED);
        assertThat(session.generation()).isEqualTo(2);
    }

    @Test
    void shouldEndTheSessionWhenAnOldGenerationIsReused() {
        session.present(1, START, LIFETIMES);

        assertThat(session.present(1, START.plus(GRACE), LIFETIMES)).isEqualTo(Presented.REUSED);
        assertThat(session.present(2, START.plus(GRACE), LIFETIMES)).isEqualTo(Presented.OVER);
        assertThat(session.revokedReason()).isEqualTo("REUSED");
    }

    @Test
    void shouldRepeatTheAnswerForEachGenerationThatWasCurrentWithinTheGrace() {
        session.present(1, START, LIFETIMES);
        session.present(2, START.plusSeconds(20), LIFETIMES);
        session.present(3, START.plusSeconds(25), LIFETIMES);

        assertThat(session.present(1, START.plusSeconds(29), LIFETIMES)).isEqualTo(Presented.REPEATED);
        assertThat(session.present(2, START.plusSeconds(49), LIFETIMES)).isEqualTo(Presented.REPEATED);
        assertThat(session.present(3, START.plusSeconds(54), LIFETIMES)).isEqualTo(Presented.REPEATED);
        assertThat(session.present(2, START.plusSeconds(50), LIFETIMES)).isEqualTo(Presented.REUSED);
    }

    @Test
    void shouldNotGrowForAClientThatNeverPauses() {
        for (int generation = 1; generation <= LoginSession.MOST_GENERATIONS; generation++) {
            assertThat(session.present(generation, START, LIFETIMES)).isEqualTo(Presented.ROTATED);
        }
        int current = session.generation();

        assertThat(session.present(current, START.plusSeconds(1), LIFETIMES)).isEqualTo(Presented.REPEATED);
        assertThat(session.present(1, START.plusSeconds(1), LIFETIMES)).isEqualTo(Presented.REPEATED);
        assertThat(session.present(current, START.plus(GRACE), LIFETIMES)).isEqualTo(Presented.ROTATED);
    }

    /** Beside a model that remembers everything. */
    @Property
    void shouldTakeExactlyWhatWasCurrentWithinTheGrace(
            @ForAll @Size(min = 1, max = 60) int[] pauses, @ForAll @IntRange(min = 1, max = 61) int presented) {
        LoginSession tried = session();
        Instant now = START;
        Instant[] replaced = new Instant[pauses.length + 2];
        for (int generation = 1; generation <= pauses.length; generation++) {
            now = now.plusMillis(Math.floorMod(pauses[generation - 1], 20_000));
            tried.present(generation, now, LIFETIMES);
            replaced[generation] = now;
        }
        Instant later = now.plusMillis(Math.floorMod(pauses[0], 40_000));
        int current = tried.generation();

        Presented answer = tried.present(presented, later, LIFETIMES);

        if (presented == current) {
            assertThat(answer).isEqualTo(Presented.ROTATED);
        } else if (presented < current && replaced[presented].plus(GRACE).isAfter(later)) {
            assertThat(answer).isEqualTo(Presented.REPEATED);
        } else {
            assertThat(answer).isEqualTo(Presented.REUSED);
        }
    }

    @Test
    void shouldBeOverWhenItExpiredOrWasSignedOut() {
        assertThat(session.present(1, START.plus(Duration.ofDays(14)), LIFETIMES))
                .isEqualTo(Presented.OVER);
        session.signOut(START);
        assertThat(session.present(1, START, LIFETIMES)).isEqualTo(Presented.OVER);
    }

    @Test
    void shouldBeOverAtItsEndHoweverOftenItIsUsed() {
        int generation = 1;
        for (int day = 10; day < 30; day += 10) {
            assertThat(session.present(generation++, START.plus(Duration.ofDays(day)), LIFETIMES))
                    .isEqualTo(Presented.ROTATED);
        }

        assertThat(session.expiresAt()).isEqualTo(session.endsAt()).isEqualTo(START.plus(Duration.ofDays(30)));
        assertThat(session.present(generation, START.plus(Duration.ofDays(30)), LIFETIMES))
                .isEqualTo(Presented.OVER);
    }
}
