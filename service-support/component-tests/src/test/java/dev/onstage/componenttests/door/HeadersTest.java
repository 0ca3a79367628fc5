package dev.onstage.componenttests.door;

import static dev.onstage.componenttests.door.Door.bearer;
import static dev.onstage.componenttests.door.Door.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import dev.onstage.componenttests.door.Door.Answer;
import dev.onstage.support.stream.StreamConfig;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer says to browsers, and in which form it comes. */
@QuarkusTest
@WithTestResource(StackResource.class)
class HeadersTest {
    @TestHTTPResource
    URI address;

    @Inject
    StreamConfig streams;

    @ConfigProperty(name = "quarkus.http.idle-timeout")
    Duration idleTimeout;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/door/main/private",
                "/door/main/open",
                "/door/database/22021",
                "/nowhere",
                "/door/a%00/open",
                "/q/nowhere"
            })
    void shouldTellBrowsersWhatToDoWithEveryAnswer(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .header("Strict-Transport-Security", nullValue());
    }

    @Test
    void shouldLetAResourceSayHowLongItMayBeKept() {
        String kept = given().get("/door/kept").then().statusCode(200).extract().header("Cache-Control");

        assertThat(kept).isEqualTo("public, max-age=5");
    }

    @Test
    void shouldExplainWhatTheFrameworkRefuses() {
        problem(given().accept("application/xml").get("/door/main/private").then(), 406, "not-acceptable");
        problem(
                given().contentType("application/xml")
                        .body("<a/>")
                        .post("/door/body")
                        .then(),
                415,
                "unsupported-media-type");
        problem(given().get("/door/main/number?n=x").then(), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                ";",
                ";a/b",
                "*",
                "/json",
                "application/",
                "application/json/x",
                "application json",
                "application/json, text/plain"
            })
    void shouldRefuseAContentTypeThatIsNone(String type) {
        for (String address :
                List.of("POST /door/body", "PUT /door/main/open", "GET /door/main/open", "GET /nowhere")) {
            Answer refused = door().send(address, "Content-Type: " + type);

            assertThat(refused.problem(415, "unsupported-media-type").getString("fix"))
                    .isEqualTo("Send application/json.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/JSON",
                "application/json;",
                "application/json; charset=utf-8",
                "application/json;charset=\"utf-8\"; x",
                "application/json;charset=nonsense"
            })
    void shouldReadAContentTypeWithWhateverParameters(String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/door/body"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                ";",
                "*",
                "*/json",
                "application/json/x",
                "x, ;, *;q=.2",
                "application/json;q=x",
                "application/json;q=2",
                "application/json;q=-1",
                "application/json;q=NaN",
                "application/json;q=0"
            })
    void shouldRefuseToAnswerInAFormThatNobodyCanRead(String accept) {
        for (String address :
                List.of("GET /door/main/private", "PUT /door/main/open", "POST /door/body", "GET /nowhere")) {
            Json refused = door().send(address, "Accept: " + accept, bearer()).problem(406, "not-acceptable");

            assertThat(refused.getString("detail")).contains("Accept");
            assertThat(refused.getString("fix")).contains("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/problem+json", "text/html, x;q=1", "application/xml;q=1.0"})
    void shouldRefuseToAnswerInAnotherForm(String accept) {
        door().send("GET /door/main/private", "Accept: " + accept, bearer()).problem(406, "not-acceptable");
        door().send("POST /door/twice", "Accept: " + accept).problem(406, "not-acceptable");
        assertThat(door().send("PUT /door/main/open", "Accept: " + accept).status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "*/*",
                "application/*",
                "application/json",
                "APPLICATION/JSON",
                "application/problem+json, application/json",
                "application/problem+json,, application/json,",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                "x, application/json;q=0.5",
                "application/json;q=x, */*",
                "application/json;a=\"b,c\", application/json"
            })
    void shouldAnswerInTheFormThatCanBeUsed(String accept) {
        Answer answer = door().send("GET /door/main/private", "Accept: " + accept, bearer());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(door().send("POST /door/twice", "Accept: " + accept).status())
                .isEqualTo(200);
        assertThat(answer.head().toLowerCase(Locale.ROOT)).contains("content-type: application/json");
        assertThat(door().send("GET /door/main/private", "Accept: x", "Accept: " + accept, "Accept: */*", bearer())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldCloseConnectionsOnlyWhenEvenAnEventStreamWouldHaveSaidSomething() {
        assertThat(idleTimeout)
                .isEqualTo(Duration.ofSeconds(90))
                .isGreaterThan(streams.heartbeat().multipliedBy(2));
    }

    private Door door() {
        return new Door(address);
    }
}
