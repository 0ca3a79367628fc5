package dev.onstage.analytics.stats;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session's page is told of its course, over HTTP. */
@QuarkusTest
@WithTestResource(StackResource.class)
class SessionDetailTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-10T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    Pool pool;

    private StatsSeed seed;

    @BeforeEach
    void prepare() {
        seed = new StatsSeed(pool);
    }

    @Test
    void shouldTellTheTitlesOfASession() {
        String id = seed.session("titles", "First", LONG_AGO, HOUR, 3, 4).toString();
        seed.title("titles", 1, LONG_AGO.minusSeconds(5), "First");
        seed.title("titles", 2, LONG_AGO.plusSeconds(60), "Second");
        seed.title("titles", 3, LONG_AGO.plus(HOUR), "After the end");

        as("titles")
                .get("/api/sessions/" + id)
                .then()
                .statusCode(200)
                .body(at("title", equalTo("First")))
                .body(at("titleChanges[*].title", contains("Second")))
                .body(at("titleChanges[*].at", contains("2026-01-10T12:01:00Z")))
                .body(at("viewers[*].count", contains(3)))
                .body(at("chat[*].messages", contains(4)));
    }

    @Test
    void shouldCutTheTimesWithoutEncoderAtTheEdgesOfTheSession() {
        UUID closed = seed.session("gaps", "t", LONG_AGO, HOUR, 3, 4);
        seed.gap(closed, LONG_AGO.minusSeconds(20), LONG_AGO.minusSeconds(10));
        seed.gap(closed, LONG_AGO.minusSeconds(5), LONG_AGO.plusSeconds(60));
        seed.gap(closed, LONG_AGO.plusSeconds(120), LONG_AGO.plusSeconds(150));
        seed.gap(closed, LONG_AGO.plus(HOUR).minusSeconds(30), null);
        UUID live = seed.live("gaps", Instant.now().minusSeconds(600));
        Instant lostAt = Instant.now().minusSeconds(30).truncatedTo(ChronoUnit.SECONDS);
        seed.gap(live, lostAt, null);

        as("gaps")
                .get("/api/sessions/" + closed)
                .then()
                .statusCode(200)
                .body(at(
                        "encoderGaps[*].from",
                        contains("2026-01-10T12:00:00Z", "2026-01-10T12:02:00Z", "2026-01-10T12:59:30Z")))
                .body(at(
                        "encoderGaps[*].to",
                        contains("2026-01-10T12:01:00Z", "2026-01-10T12:02:30Z", "2026-01-10T13:00:00Z")));
        as("gaps")
                .get("/api/sessions/" + live)
                .then()
                .statusCode(200)
                .body(at("encoderGaps[*].from", contains(lostAt.toString())))
                .body(at("encoderGaps[*].to", contains(nullValue())));
    }

    private static RequestSpecification as(String channelId) {
        return given().auth().oauth2(TestTokens.broadcaster(channelId));
    }
}
