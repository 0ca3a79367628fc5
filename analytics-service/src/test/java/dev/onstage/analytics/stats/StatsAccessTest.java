package dev.onstage.analytics.stats;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import dev.onstage.testing.Management;
import dev.onstage.testing.MetricSeries;
import dev.onstage.testing.PrivatePaths;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told what, and what is refused. */
@QuarkusTest
@WithTestResource(StackResource.class)
class StatsAccessTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-10T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    Pool pool;

    @Inject
    RedisDataSource redis;

    private StatsSeed seed;

    @BeforeEach
    void prepare() {
        seed = new StatsSeed(pool);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/stats/channels/refused?days=0",
                "/api/stats/channels/refused?days=367",
                "/api/stats/channels/refused?days=-1",
                "/api/stats/channels/refused?days=many",
                "/api/stats/channels/refused?days=99999999999",
                "/api/stats/channels/refused/sessions?limit=0",
                "/api/stats/channels/refused/sessions?limit=201",
                "/api/stats/channels/refused/sessions?sort=title",
                "/api/stats/channels/refused/sessions?order=up",
                "/api/stats/channels/refused/sessions?cursor=nonsense",
                "/api/stats/channels/refused/sessions?from=yesterday",
                "/api/stats/channels/refused/sessions?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
                "/api/stats/channels/refused/export.csv?from=yesterday",
                "/api/stats/channels/refused/export.json?to=tomorrow",
                "/api/sessions/compare",
                "/api/sessions/compare?a=01936f5e-0000-7000-8000-000000000001",
                "/api/sessions/compare?a=1&b=2",
                "/api/stats/overview?days=0",
                "/api/stats/overview?limit=1000",
                "/api/stats/overview?cursor=made-up",
                "/api/stats/overview?cursor=zz-2"
            })
    void shouldSayWhatIsWrongWithARequest(String path) {
        given().auth()
                .oauth2(TestTokens.user("r").broadcasterOf("refused").operator().sign())
                .get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body(at("type", equalTo("/problems/invalid-request")))
                .body(at("detail", notNullValue()))
                .body(at("fix", notNullValue()));
    }

    @Test
    void shouldMakeNoSeriesOfMetricsOfWhatIsSent() {
        MetricSeries.assertBounded("/api/stats/channels/{}", "/api/sessions/{}", "/api/stats/{}");
    }

    @Test
    void shouldShowASessionOnlyToTheBroadcasterOfItsChannel() {
        String id = seed.session("owned", "t", LONG_AGO, HOUR, 3, 4).toString();
        String foreign = seed.session("foreign", "t", LONG_AGO, HOUR, 3, 4).toString();
        List<String> paths = List.of(
                "/api/sessions/" + id,
                "/api/sessions/" + id + "/export.csv",
                "/api/sessions/" + id + "/export.json",
                "/api/sessions/compare?a=" + id + "&b=" + id,
                "/api/stats/channels/owned",
                "/api/stats/channels/owned/sessions",
                "/api/stats/channels/owned/export.csv",
                "/api/stats/channels/owned/export.json");
        for (String path : paths) {
            given().get(path).then().statusCode(401).body(at("type", equalTo("/problems/unauthenticated")));
            as("other").get(path).then().statusCode(403).body(at("type", equalTo("/problems/forbidden")));
            given().auth()
                    .oauth2(TestTokens.user("m").moderatorOf("owned").operator().sign())
                    .get(path)
                    .then()
                    .statusCode(403);
            as("owned").get(path).then().statusCode(200);
        }
        as("owned")
                .get("/api/sessions/compare?a=" + id + "&b=" + foreign)
                .then()
                .statusCode(403);
        for (String unknown : List.of("", "/export.csv", "/export.json")) {
            as("owned")
                    .get("/api/sessions/" + UUID.randomUUID() + unknown)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body(at("type", equalTo("/problems/not-found")));
        }
        as("owned")
                .get("/api/sessions/compare?a=" + id + "&b=" + UUID.randomUUID())
                .then()
                .statusCode(404);
        as("owned").get("/api/stats/overview").then().statusCode(403);
        given().get("/api/stats/overview").then().statusCode(401);
    }

    @Test
    void shouldExportNothingToSomebodyWhoSignedOut() {
        String id = seed.session("left", "t", LONG_AGO, HOUR, 3, 4).toString();
        String token = TestTokens.user("gone").broadcasterOf("left").sign();
        redis.value(String.class).set("revoked:login-gone", "1");

        for (String path : List.of(
                "/api/sessions/" + id + "/export.csv",
                "/api/sessions/" + id + "/export.json",
                "/api/stats/channels/left/export.csv",
                "/api/stats/channels/left/export.json",
                "/api/stats/channels/left/events")) {
            given().auth()
                    .oauth2(token)
                    .get(path)
                    .then()
                    .statusCode(401)
                    .body(at("type", equalTo("/problems/unauthenticated")));
        }
    }

    @Test
    void shouldShowNothingToSomebodyWhoSignedOut() {
        redis.value(String.class).set("revoked:login-away", "1");

        PrivatePaths.checkRefused(
                Set.of(),
                TestTokens.user("away").broadcasterOf("main").operator().sign());
    }

    @Test
    void shouldPublishItsPaths() {
        Management.get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body(at(
                        "paths.keys()",
                        hasItems(
                                "/api/stats/channels/{channelId}",
                                "/api/stats/channels/{channelId}/sessions",
                                "/api/stats/channels/{channelId}/events",
                                "/api/stats/channels/{channelId}/export.csv",
                                "/api/stats/channels/{channelId}/export.json",
                                "/api/sessions/{sessionId}",
                                "/api/sessions/{sessionId}/export.csv",
                                "/api/sessions/{sessionId}/export.json",
                                "/api/sessions/compare",
                                "/api/stats/overview")))
                .body(at(
                        "components.schemas.SessionDetail.properties.keys()",
                        hasItems("deletedMessages", "encoderGapSeconds", "presenceDifferences")));
    }

    private static RequestSpecification as(String channelId) {
        return given().auth().oauth2(TestTokens.broadcaster(channelId));
    }
}
