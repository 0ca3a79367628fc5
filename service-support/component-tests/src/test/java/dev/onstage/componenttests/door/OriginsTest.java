package dev.onstage.componenttests.door;

import static dev.onstage.componenttests.door.Door.COOKIE;
import static dev.onstage.componenttests.door.Door.problem;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with our cookies from pages that are not ours. */
@QuarkusTest
@WithTestResource(StackResource.class)
class OriginsTest {
    private static final String OURS = "http://127.0.0.1:8080";

    @TestHTTPResource
    URI address;

    @Test
    void shouldTakeChangesWithCookiesFromItsOwnPageOnly() {
        for (String type : List.of("application/json", "text/plain", "application/x-www-form-urlencoded")) {
            problem(
                            given().cookie(COOKIE, TestTokens.viewer())
                                    .contentType(type)
                                    .body("{}")
                                    .post("/door/body")
                                    .then(),
                            403,
                            "foreign-origin")
                    .body(at("fix", containsString(OURS)));
        }
        problem(
                given().cookie("onstage_refresh", "x")
                        .post("/door/main/command")
                        .then(),
                403,
                "foreign-origin");
        problem(
                given().cookie(COOKIE, TestTokens.viewer())
                        .header("Origin", "https://evil.example")
                        .post("/door/main/command")
                        .then(),
                403,
                "foreign-origin");
        problem(
                given().header("Origin", "https://evil.example")
                        .contentType(ContentType.JSON)
                        .body("{}")
                        .post("/door/body")
                        .then(),
                403,
                "foreign-origin");
        given().cookie(COOKIE, TestTokens.viewer())
                .header("Origin", OURS)
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/door/body")
                .then()
                .statusCode(200);
        given().cookie(COOKIE, TestTokens.viewer())
                .header("Sec-Fetch-Site", "same-origin")
                .put("/door/main/open")
                .then()
                .statusCode(204);
        given().cookie(COOKIE, TestTokens.viewer())
                .header("Origin", "https://evil.example")
                .get("/door/main/private")
                .then()
                .statusCode(200);
        given().auth().oauth2(TestTokens.viewer()).put("/door/main/open").then().statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: a=b\r\nCookie: onstage_refresh=x",
                "Cookie: a=b, onstage_refresh=x",
                "Cookie: a=b,onstage_refresh=x",
                "Cookie: a=b;onstage_access=x",
                "Cookie: a=b;\tonstage_access=x",
                "Cookie: $Version=1,$Path=/;onstage_access=x",
                "Cookie: a=\"b; onstage_access=x",
                "cookie: Onstage_Access=x",
            })
    void shouldSeeItsCookiesHoweverTheyAreWritten(String cookies) {
        door().send("POST /door/main/command", cookies).problem(403, "foreign-origin");
        door().send("POST /door/main/command", cookies, "Origin: " + OURS).problem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://127.0.0.1:8080\r\nOrigin: https://evil.example",
                "Origin: https://evil.example\r\nOrigin: http://127.0.0.1:8080",
                "Origin: http://127.0.0.1:8080\r\nOrigin: http://127.0.0.1:8080",
                "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site"
            })
    void shouldNotBelieveWhatIsSaidTwice(String headers) {
        door().send("POST /door/main/command", "Cookie: onstage_access=x", headers)
                .problem(403, "foreign-origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: multipart/form-data; boundary=b",
                "Content-Type: application/octet-stream",
                "Content-Type: application/json; charset=utf-16",
                "Content-Type: nonsense",
                "Content-Type:",
                "X-No-Type: x"
            })
    void shouldAskForThePageWhateverTheTypeOfTheBody(String type) {
        door().send("POST /door/body", "Cookie: onstage_access=x", type).problem(403, "foreign-origin");
    }

    @Test
    void shouldNotMindTheCookiesOfOthers() {
        assertThat(door().send("PUT /door/main/open", "Cookie: a=b; stage=c", "Cookie: on=stage")
                        .status())
                .isEqualTo(204);
    }

    private Door door() {
        return new Door(address);
    }
}
