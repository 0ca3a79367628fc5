package dev.onstage.localstack.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    @ParameterizedTest
    @CsvSource({
        "/api/webhooks/getstream, WEBHOOK_INGEST",
        "/api/webhooks/deliveries, WEBHOOK_INGEST",
        "/api/channels/main/stats, ANALYTICS",
        "/api/channels/main/stats/events, ANALYTICS",
        "/api/sessions/0190, ANALYTICS",
        "/api/sessions/compare, ANALYTICS",
        "/api/stats/overview, ANALYTICS",
        "/api/channels/main/notifications, NOTIFIER",
        "/api/channels/main/notifications/public/deliveries, NOTIFIER",
        "/api/channels, STREAM_CONTROL",
        "/api/channels/stats, STREAM_CONTROL",
        "/api/channels/main/live/events, STREAM_CONTROL",
        "/api/channels/main/statsx, STREAM_CONTROL",
        "/api/setup, STREAM_CONTROL",
        "/api, STREAM_CONTROL",
        "/.well-known/jwks.json, STREAM_CONTROL",
    })
    void shouldSendEachPathToItsService(String path, ServiceKind expected) {
        assertThat(RouteTable.serviceOf(path)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"/", "/dashboard/stats/0190", "/apix", "/.well-known/other", "/assets/index.js"})
    void shouldLeaveTheRestToTheDashboard(String path) {
        assertThat(RouteTable.serviceOf(path)).isEqualTo(Optional.empty());
    }
}
