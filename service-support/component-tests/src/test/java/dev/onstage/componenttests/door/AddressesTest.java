package dev.onstage.componenttests.door;

import static dev.onstage.componenttests.door.Door.problem;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.onstage.componenttests.door.Door.Answer;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in an address, before any method of a resource sees it. */
@QuarkusTest
@WithTestResource(StackResource.class)
class AddressesTest {
    @TestHTTPResource
    URI address;

    @ParameterizedTest
    @CsvSource({
        "/door/a%00b/open, channelId",
        "/door/a%0Ab/open, channelId",
        "/door/%FF/open, channelId",
        "/door/%ED%A0%80/open, channelId",
        "/door/main/open?q=%00, q",
        "/door/main/open?x=1&q=a%0ab, q",
        "/door/main/open?q=%ff, q",
        "/door/main/open?%00=1, query",
        "/nowhere/%00, path",
        "/door/UPPER/open, channelId",
        "/door/a_b/open, channelId",
        "/door/0123456789012345678901234567890123456789012345678/open, channelId",
        "/door/main/open/session/..%2f..%2fx, code",
    })
    void shouldNameTheParameterThatIsNoText(String path, String field) {
        Json problem = door().raw("GET", path).problem(400, "invalid-request");
        assertThat(problem.getString("errors[0].field")).isEqualTo(field);
        assertThat(problem.getString("detail")).contains(field);
    }

    /**
     * Addresses that java.net.URI cannot read are refused by the framework, before any handler that an application may add;
     * the gateway, which stands before the services, answers them with a problem document.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/door/%zz/open",
                "/door/%/open",
                "/door/main/open?q=%",
                "/door/main/open?q=%4",
                "/door/a|b^/open",
                "/nowhere/a|b^"
            })
    void shouldRefuseWhatCannotBeDecoded(String path) {
        Answer refused = door().raw("GET", path);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "1-1-1-1-1", "0190f5e0-0000-7000-8000-00000000000g"})
    void shouldFindNothingByAnIdThatIsNone(String id) {
        door().raw("GET", "/door/main/sessions/" + id).problem(404, "not-found");
        given().get("/door/main/sessions/" + UUID.randomUUID()).then().statusCode(200);
    }

    @Test
    void shouldAskWhoItIsBeforeItSaysWhatIsWrongWithAnId() {
        problem(given().get("/door/UPPER/private").then(), 401, "unauthenticated");
        problem(
                given().auth()
                        .oauth2(TestTokens.viewer())
                        .get("/door/UPPER/private")
                        .then(),
                400,
                "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "22003"})
    void shouldNotTakeTheBlameForValuesThatTheDatabaseRefuses(String state) {
        problem(given().get("/door/database/" + state).then(), 400, "invalid-request")
                .body(at("fix", containsString("control characters")));
    }

    private Door door() {
        return new Door(address);
    }
}
