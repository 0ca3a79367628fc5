package dev.onstage.support.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignedInTest {

    @Test
    void shouldBeWhatTheRoleSaysOnThatChannelAlone() {
        SignedIn person = person(Map.of("hers", SignedIn.BROADCASTER, "helped", SignedIn.MODERATOR));

        assertThat(person.isBroadcaster("hers")).isTrue();
        assertThat(person.isModerator("hers")).isTrue();
        assertThat(person.isBroadcaster("helped")).isFalse();
        assertThat(person.isModerator("helped")).isTrue();
        assertThat(person.isBroadcaster("another")).isFalse();
        assertThat(person.isModerator("another")).isFalse();
        assertThat(person.isOperator()).isFalse();
    }

    @Test
    void shouldTakeARoleThatNobodyKnowsForNone() {
        SignedIn person = person(Map.of("main", "janitor"));

        assertThat(person.isBroadcaster("main")).isFalse();
        assertThat(person.isModerator("main")).isFalse();
    }

    private static SignedIn person(Map<String, String> channels) {
        return new SignedIn("account", "Somebody", "login", Instant.EPOCH, 0, Set.of("user"), channels);
    }
}
