package dev.onstage.componenttests.door;

import static dev.onstage.componenttests.door.Door.COOKIE;
import static dev.onstage.componenttests.door.Door.problem;
import static io.restassured.RestAssured.given;

import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are none. */
@QuarkusTest
@WithTestResource(StackResource.class)
class TokensTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'alg':'ES256','kid':5}",
                "{'alg':'ES256','kid':null}",
                "{'alg':'ES256','kid':{}}",
                "{'alg':'ES256','kid':['test-key']}",
                "{'alg':'ES256','kid':true}",
                "{'alg':'ES256','kid':''}",
                "{'alg':'ES256','kid':'a\\u0000'}",
                "{'alg':5,'kid':'test-key'}",
                "{'alg':null,'kid':'test-key'}",
                "{'alg':{},'kid':'test-key'}",
                "{'alg':'none','kid':'test-key'}",
                "{'alg':'HS256','kid':'test-key'}",
                "{'alg':'ES999','kid':'test-key'}",
                "{'kid':'test-key'}",
                "{'alg':'ES256','kid':'test-key','crit':5}",
                "{'alg':'ES256','kid':'test-key','crit':['b64'],'b64':'x'}",
                "{'alg':'ES256','kid':'test-key','zip':1}",
                "{'alg':'ES256','kid':'test-key','jwk':7,'x5c':8,'cty':9}",
                "{'alg':'ES256','kid':'test-key','kid':'other'}",
                "[]",
                "5",
                "null",
                "",
                "not json"
            })
    void shouldNotKnowAnybodyByAStrangeToken(String header) {
        String encoded = base64(header.replace('\'', '"'));
        for (String payload : List.of("{\"sub\":5,\"exp\":\"x\"}", "[]", "")) {
            String token = encoded + "." + base64(payload) + "." + base64("x".repeat(64));
            problem(
                    given().header("Authorization", "Bearer " + token)
                            .get("/door/main/private")
                            .then(),
                    401,
                    "unauthenticated");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", ".", "..", "...", "....", "a.b.c.d.e", "\u00e9.\u00e9.\u00e9", "%00"})
    void shouldNotKnowAnybodyByWhatIsNoToken(String token) {
        problem(given().cookie(COOKIE, token).get("/door/main/private").then(), 401, "unauthenticated");
        problem(
                given().header("Authorization", "Bearer " + token)
                        .get("/door/main/private")
                        .then(),
                401,
                "unauthenticated");
        problem(
                given().header("Authorization", "Bearer " + "a".repeat(8000) + "." + token)
                        .get("/door/main/private")
                        .then(),
                401,
                "unauthenticated");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
