package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.localstack.client.EventStream;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.ServerKind;
import dev.onstage.localstack.topology.ServiceKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever signs out or loses a role is refused by every service, whichever of the two servers that tell of it is away. */
@AloneOnStack
class RevocationE2ET {

    /** Less than an access token is good for, so that its end explains nothing. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** One private address of each service. */
    private static final List<String> PRIVATE = List.of(
            "/api/channels/main/broadcast",
            "/api/stats/channels/main?days=1",
            "/api/notifications/channels/main",
            "/api/webhooks/deliveries");

    @ParameterizedTest
    @EnumSource(names = {"REDIS", "KAFKA"})
    void shouldRefuseASignOutEverywhereWithout(ServerKind away, StackUnderTest stack) {
        OnstageApi leaves = signedIn(stack);
        OnstageApi stays = signedIn(stack);
        try (EventStream figures = leaves.events("/api/stats/channels/main/events")) {
            stack.stack().stop(away);
            try {
                assertThat(leaves.post("/api/auth/sign-out", Map.of()).status()).isEqualTo(204);

                awaitRefused(leaves);
                await().atMost(PATIENCE).until(figures::ended);
                assertAllowed(stays);
            } finally {
                stack.stack().start(away);
            }
        }
    }

    @Test
    void shouldRefuseEarlierRolesEverywhereWithoutRedis(StackUnderTest stack) throws SQLException {
        OnstageApi loses = signedIn(stack);
        stack.stack().stop(ServerKind.REDIS);
        try {
            try (Connection database = stack.stack().database(ServiceKind.STREAM_CONTROL);
                    Statement statement = database.createStatement()) {
                statement.execute("update channel_members set role = role where channel_id = 'main'");
            }

            awaitRefused(loses);
            loses.renew();
            assertAllowed(loses);
        } finally {
            stack.stack().start(ServerKind.REDIS);
            stack.operator().renew();
        }
    }

    private static OnstageApi signedIn(StackUnderTest stack) {
        OnstageApi person = stack.visitor();
        person.signIn(StackUnderTest.EMAIL, StackUnderTest.PASSWORD).orThrow();
        assertAllowed(person);
        return person;
    }

    private static void awaitRefused(OnstageApi person) {
        for (String path : PRIVATE) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(person.get(path).status()).as(path).isEqualTo(401));
        }
    }

    private static void assertAllowed(OnstageApi person) {
        for (String path : PRIVATE) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(person.get(path).status()).as(path).isEqualTo(200));
        }
    }
}
