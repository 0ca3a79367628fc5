package dev.onstage.simulator.getstream.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserExclusionsTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void aBanLastsUntilItsEnd() {
        assertThat(user(true, NOON).bannedAt(NOON.minusNanos(1))).isTrue();
        assertThat(user(true, NOON).bannedAt(NOON)).isFalse();
        assertThat(user(true, null).bannedAt(NOON)).isTrue();
        assertThat(user(false, null).bannedAt(NOON)).isFalse();
    }

    private static User user(boolean banned, @Nullable Instant banExpires) {
        return new User(
                "tom",
                "user",
                null,
                null,
                "",
                List.of(),
                JsonNodeFactory.instance.objectNode(),
                banned,
                banExpires,
                NOON,
                NOON,
                null,
                null);
    }
}
