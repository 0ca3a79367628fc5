package dev.onstage.support.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.events.LoginEnded;
import dev.onstage.events.RolesChanged;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnnouncedRevocationsTest {

    private static final Instant START = Instant.parse("2026-12-01T12:00:00Z");
    private static final Instant SOON = START.plusSeconds(360);

    private final SetClock clock = new SetClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AnnouncedRevocations announced = new AnnouncedRevocations(clock, 100, metrics);

    @Test
    void shouldRefuseAnEndedLoginAndNoOther() {
        announced.add(new LoginEnded("a", "login-1", START, SOON));

        assertThat(announced.standing(person("a", "login-1", 0))).isEqualTo(Standing.ENDED);
        assertThat(announced.standing(person("a", "login-2", 0))).isEqualTo(Standing.HOLDS);
    }

    @Test
    void shouldRefuseEarlierRolesOnEachLoginOfTheAccount() {
        announced.add(new RolesChanged("a", 7, START, SOON));

        assertThat(announced.standing(person("a", "login-1", 6))).isEqualTo(Standing.ROLES_CHANGED);
        assertThat(announced.standing(person("a", "login-2", 6))).isEqualTo(Standing.ROLES_CHANGED);
        assertThat(announced.standing(person("a", "login-1", 7))).isEqualTo(Standing.HOLDS);
        assertThat(announced.standing(person("b", "login-3", 6))).isEqualTo(Standing.HOLDS);
    }

    @Test
    void shouldTakeNothingBackWhenEventsComeLateOrTwice() {
        announced.add(new RolesChanged("a", 7, START, SOON));
        announced.add(new RolesChanged("a", 6, START, SOON));

        assertThat(announced.standing(person("a", "login-1", 6))).isEqualTo(Standing.ROLES_CHANGED);
    }

    @Test
    void shouldForgetWhatConcernsNoTokenAnyMore() {
        announced.add(new LoginEnded("a", "long-ago", START.minusSeconds(500), START));
        announced.add(new LoginEnded("a", "login-1", START, SOON));
        assertThat(announced.standing(person("a", "long-ago", 0))).isEqualTo(Standing.HOLDS);

        clock.now = SOON.minusMillis(1);
        assertThat(announced.standing(person("a", "login-1", 0))).isEqualTo(Standing.ENDED);
        clock.now = SOON.plusMillis(1);
        assertThat(announced.standing(person("a", "login-1", 0))).isEqualTo(Standing.HOLDS);
    }

    @Test
    void shouldNotBelieveAWriterWhoseClockIsFarAhead() {
        announced.add(new LoginEnded("a", "login-1", START, START.plus(Duration.ofDays(300))));

        clock.now = START.plus(RevokedSessions.LONGEST_MEMORY).plusMillis(1);
        assertThat(announced.standing(person("a", "login-1", 0))).isEqualTo(Standing.HOLDS);
    }

    @Test
    void shouldCountWhatItHasNoRoomFor() {
        for (int i = 0; i < 150; i++) {
            announced.add(new LoginEnded("a", "login-" + i, START, SOON));
        }

        assertThat(metrics.counter("access.revocations.forgotten").count()).isEqualTo(50);
    }

    @Test
    void shouldNotCountWhatConcernsNoTokenAnyMore() {
        announced.add(new LoginEnded("a", "login-1", START, SOON));
        clock.now = SOON.plusSeconds(1);
        announced.add(new LoginEnded("a", "login-2", START, SOON.plusSeconds(60)));

        assertThat(metrics.counter("access.revocations.forgotten").count()).isZero();
    }

    private static SignedIn person(String accountId, String loginSession, long rolesVersion) {
        return new SignedIn(accountId, accountId, loginSession, Instant.MAX, rolesVersion, Set.of(), Map.of());
    }

    private static final class SetClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
