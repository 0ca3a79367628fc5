package dev.onstage.componenttests.door;

import static dev.onstage.componenttests.door.Door.problem;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.onstage.componenttests.door.Door.Answer;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Methods that an address does not take, and how often it takes one that it does. */
@QuarkusTest
@WithTestResource(StackResource.class)
class MethodsTest {
    @TestHTTPResource
    URI address;

    @Inject
    MeterRegistry meters;

    @Test
    void shouldSayWhichMethodsAnAddressTakes() {
        given().options("/door/main/open").then().statusCode(204).header("Allow", "GET, HEAD, OPTIONS, PUT");
        given().options("/door/main/command").then().statusCode(204).header("Allow", "OPTIONS, POST");
        given().options("/door/body").then().statusCode(204).header("Allow", "OPTIONS, POST");
        problem(given().options("/door/main").then(), 404, "not-found");
        given().options("/door/main/sessions/" + UUID.randomUUID())
                .then()
                .statusCode(204)
                .header("Allow", "GET, HEAD, OPTIONS");
        given().options("/door/main/sessions/replay").then().statusCode(204).header("Allow", "OPTIONS, POST");
        problem(given().options("/door/main/sessions/nonsense").then(), 404, "not-found");
        problem(given().delete("/door/main/sessions/replay").then(), 405, "method-not-allowed")
                .header("Allow", "OPTIONS, POST");
        problem(given().delete("/door/main/sessions/nonsense").then(), 404, "not-found");
        problem(given().options("/nowhere").then(), 404, "not-found");
        problem(given().post("/door/main/open").then(), 405, "method-not-allowed")
                .header("Allow", "GET, HEAD, OPTIONS, PUT")
                .body(at("allow", equalTo(List.of("GET", "HEAD", "OPTIONS", "PUT"))));
        problem(given().delete("/door/body").then(), 405, "method-not-allowed").header("Allow", "OPTIONS, POST");
        problem(given().get("/door/main/command").then(), 405, "method-not-allowed")
                .header("Allow", "OPTIONS, POST");
    }

    @Test
    void shouldNotRememberMethodsAndAddressesThatNobodyKnows() {
        for (String method : List.of("BREW", "TRACE", "get", "PROPFIND")) {
            Answer refused = door().raw(method, "/door/main/open");
            refused.problem(405, "method-not-allowed");
            assertThat(refused.head()).containsIgnoringCase("allow: GET, HEAD, OPTIONS, PUT");
            assertThat(door().raw(method, "/brew-" + method).status()).isEqualTo(405);
        }
        given().get("/brew-coffee").then().statusCode(404);
        assertThat(door().raw("GET", "/brew-%00").status()).isEqualTo(400);
        given().options("/door/brew/open").then().statusCode(204);
        given().post("/door/brew/open").then().statusCode(405);
        given().get("/door/brew/open").then().statusCode(200);

        await().untilAsserted(() -> assertThat(meters.find("http.server.requests")
                        .tag("uri", "/unmatched")
                        .tag("status", "405")
                        .timer())
                .isNotNull());
        assertThat(meters.getMeters())
                .flatExtracting(meter -> meter.getId().getTags())
                .extracting(tag -> tag.getValue())
                .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("brew"))
                .doesNotContain("TRACE", "PROPFIND", "get");
    }

    /** What is written down leaves something behind with each call, also where no limit is named. */
    @Test
    void shouldCountWhatIsWrittenDownExceptForOperators() {
        String stranger = TestTokens.user("writes-much").sign();
        String operator = TestTokens.user("writes-much-as-operator").operator().sign();
        for (int i = 0; i < 30; i++) {
            assertThat(audited(stranger)).isEqualTo(204);
            assertThat(audited(operator)).isEqualTo(204);
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> audited(stranger) == 429);
        assertThat(audited(operator)).isEqualTo(204);
    }

    private static int audited(String token) {
        return given().auth().oauth2(token).post("/door/main/audited").statusCode();
    }

    @Test
    void shouldLimitHowOftenAnAccountGivesACommand() {
        String busy = TestTokens.user("busy").sign();
        for (int i = 0; i < 3; i++) {
            given().auth().oauth2(busy).post("/door/main/command").then().statusCode(204);
        }

        problem(given().auth().oauth2(busy).post("/door/main/command").then(), 429, "too-many-commands")
                .header("Retry-After", Integer::parseInt, greaterThan(0))
                .body(at("fix", containsString("Wait")));
        given().auth()
                .oauth2(TestTokens.user("calm").sign())
                .post("/door/main/command")
                .then()
                .statusCode(204);
    }

    private Door door() {
        return new Door(address);
    }
}
