package dev.onstage.localstack.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    @ParameterizedTest
    @CsvSource({
        "/api/webhooks/getstream, WEBHOOK_INGEST",
        "/api/webhooks/deliveries, WEBHOOK_INGEST",
        "/api/stats/channels/main, ANALYTICS",
        "/api/stats/channels/main/events, ANALYTICS",
        "/api/sessions/0190, ANALYTICS",
        "/api/sessions/compare, ANALYTICS",
        "/api/stats/overview, ANALYTICS",
        "/api/notifications/channels/main, NOTIFIER",
        "/api/notifications/channels/main/public/deliveries, NOTIFIER",
        "/api/channels, STREAM_CONTROL",
        "/api/channels/stats, STREAM_CONTROL",
        "/api/channels/main/live/events, STREAM_CONTROL",
        "/api/channels/main/stats, STREAM_CONTROL",
        "/api/channels/main/notifications, STREAM_CONTROL",
        "/api/statsx, STREAM_CONTROL",
        "/api/stats, ANALYTICS",
        "/api/stats/, ANALYTICS",
        "/api/setup, STREAM_CONTROL",
        "/api, STREAM_CONTROL",
        "/.well-known/jwks.json, STREAM_CONTROL",
    })
    void shouldSendEachPathToItsService(String path, ServiceKind expected) {
        assertThat(RouteTable.serviceOf(path)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/",
        "/dashboard/stats/0190",
        "/apix",
        "/.well-known/other",
        "/.well-known/jwks.json/",
        "/.well-known/jwks.json/x",
        "/assets/index.js"
    })
    void shouldLeaveTheRestToTheDashboard(String path) {
        assertThat(RouteTable.serviceOf(path)).isEqualTo(Optional.empty());
    }

    @Test
    void shouldBePathsThatEveryGatewayUnderstands() {
        assertThat(RouteTable.ROUTES).extracting(Route::path).allMatch(path -> path.matches("(/[a-z.-]+)+"));
    }

    @Test
    void shouldDecideAsAGatewayWouldThatTakesTheLongestPrefix() {
        for (int i = 0; i < RouteTable.ROUTES.size(); i++) {
            Route earlier = RouteTable.ROUTES.get(i);
            assertThat(RouteTable.ROUTES.subList(i + 1, RouteTable.ROUTES.size()))
                    .as("what stands behind %s", earlier.path())
                    .noneMatch(later -> earlier.matches(later.path()));
        }
    }
}
