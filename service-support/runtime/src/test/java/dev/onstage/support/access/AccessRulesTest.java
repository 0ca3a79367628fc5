package dev.onstage.support.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.support.access.AccessRule.Door;
import dev.onstage.support.route.Routes.Endpoint;
import jakarta.annotation.security.PermitAll;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessRulesTest {

    static class Undeclared {
        @PermitAll
        public void open() {}

        @SignInOptional
        public void optional() {}

        @AllowedTo(Caller.BROADCASTER)
        @OpenToTokens(Scope.STATS_READ)
        public void owned() {}

        @AllowedTo(Caller.OWNER)
        public void ofOwners() {}

        @AllowedTo(Caller.MODERATOR)
        public void ofModerators() {}

        public void forgotten() {}

        @PermitAll
        @AllowedTo(Caller.OPERATOR)
        public void contradictory() {}
    }

    @AllowedTo(Caller.OPERATOR)
    static class Declared {
        public void inherited() {}

        @PermitAll
        public void open() {}
    }

    @Test
    void shouldRefuseToStartWithAMethodThatSaysNothing() {
        assertThatThrownBy(() -> AccessRules.check(List.of(endpoint(Undeclared.class, "open"), forgotten())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Undeclared.forgotten")
                .hasMessageNotContaining("Undeclared.open");
    }

    @Test
    void shouldRefuseToStartWithAMethodThatSaysTwoThings() {
        assertThatThrownBy(() -> AccessRules.check(List.of(endpoint(Undeclared.class, "contradictory"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("contradictory");
    }

    @Test
    void shouldRefuseToStartWithAMethodForPeopleOfAChannelWithoutOne() {
        for (String name : List.of("owned", "ofOwners", "ofModerators")) {
            assertThatThrownBy(() -> AccessRules.check(
                            List.of(new Endpoint(method(Undeclared.class, name), Set.of("sessionId")))))
                    .as(name)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("channelId");
        }
    }

    @Test
    void shouldStartWhereEachMethodOrItsClassSaysWhoMayCallIt() {
        assertThatCode(() -> AccessRules.check(List.of(
                        endpoint(Undeclared.class, "open"),
                        endpoint(Undeclared.class, "optional"),
                        endpoint(Undeclared.class, "owned"),
                        endpoint(Declared.class, "inherited"))))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldPreferWhatTheMethodSays() {
        assertThat(AccessRule.of(method(Declared.class, "open")).orElseThrow().door())
                .isEqualTo(Door.OPEN);
        assertThat(AccessRule.of(method(Declared.class, "inherited")).orElseThrow())
                .isEqualTo(new AccessRule(Door.CLOSED, Caller.OPERATOR, Set.of()));
        assertThat(AccessRule.of(method(Undeclared.class, "owned")).orElseThrow())
                .isEqualTo(new AccessRule(Door.CLOSED, Caller.BROADCASTER, Set.of("stats:read")));
    }

    private static Endpoint forgotten() {
        return endpoint(Undeclared.class, "forgotten");
    }

    private static Endpoint endpoint(Class<?> type, String name) {
        return new Endpoint(method(type, name), Set.of("channelId"));
    }

    private static Method method(Class<?> type, String name) {
        try {
            return type.getDeclaredMethod(name);
        } catch (NoSuchMethodException missing) {
            throw new AssertionError(missing);
        }
    }
}
