package dev.onstage.streamcontrol.account;

import static dev.onstage.streamcontrol.Installation.EMAIL;
import static dev.onstage.streamcontrol.Installation.PASSWORD;
import static dev.onstage.streamcontrol.Installation.json;
import static dev.onstage.streamcontrol.Installation.signIn;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.testing.StackResource;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class LoginSessionTest {

    @Inject
    Pool pool;

    @Inject
    ReactiveRedisDataSource redis;

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
    }

    @Test
    void shouldRotateTheRefreshTokenAndRepeatTheLastAnswer() {
        String first = signIn(EMAIL, PASSWORD).getCookie("onstage_refresh");

        String second = refresh(first).then().statusCode(200).extract().cookie("onstage_refresh");
        String again = refresh(first).then().statusCode(200).extract().cookie("onstage_refresh");

        assertThat(second).isNotEqualTo(first);
        assertThat(again).isEqualTo(second);
    }

    @Test
    void shouldEndTheLoginSessionWhenAnOldRefreshTokenComesBack() {
        String first = signIn(EMAIL, PASSWORD).getCookie("onstage_refresh");
        String second = refresh(first).getCookie("onstage_refresh");
        String third = refresh(second).getCookie("onstage_refresh");

        refresh(first).then().statusCode(401).body("type", equalTo("/problems/unauthenticated"));
        refresh(third).then().statusCode(401);
    }

    @Test
    void shouldRefuseARefreshTokenThatWasMadeUp() {
        String genuine = signIn(EMAIL, PASSWORD).getCookie("onstage_refresh");
        String forged = genuine.substring(0, genuine.length() - 4) + "AAAA";

        refresh(forged).then().statusCode(401);
        refresh(genuine).then().statusCode(200);
    }

    @Test
    void shouldEndTheLoginSessionOnSignOut() {
        String token = signIn(EMAIL, PASSWORD).getCookie("onstage_refresh");

        given().cookie("onstage_refresh", token)
                .post("/api/auth/sign-out")
                .then()
                .statusCode(204);

        refresh(token).then().statusCode(401);
    }

    @Test
    void shouldRefuseCommandsOfALoginSessionThatWasSignedOut() {
        Response signedIn = signIn(EMAIL, PASSWORD);
        String access = signedIn.path("accessToken");
        rename(access).then().statusCode(200);

        given().cookie("onstage_refresh", signedIn.getCookie("onstage_refresh"))
                .post("/api/auth/sign-out")
                .then()
                .statusCode(204);

        for (String command : List.of("provision", "encoder/rotate-key", "go-live", "stop-live", "force-end")) {
            json(given().auth().oauth2(access))
                    .body(Map.of())
                    .post("/api/channels/main/" + command)
                    .then()
                    .statusCode(401)
                    .body("type", equalTo("/problems/unauthenticated"))
                    .body("detail", equalTo("This login session has ended: it was signed out."))
                    .body("fix", equalTo("Sign in again."));
        }
        rename(access).then().statusCode(401);
        given().auth().oauth2(access).get("/api/channels/main/encoder").then().statusCode(401);
        json(given().auth().oauth2(access))
                .body(Map.of("channelId", "another", "title", "Another"))
                .post("/api/channels")
                .then()
                .statusCode(401);
        rename(signIn(EMAIL, PASSWORD).path("accessToken")).then().statusCode(200);
    }

    @Test
    void shouldSignOutByTheAccessTokenAlone() {
        Response signedIn = signIn(EMAIL, PASSWORD);
        String access = signedIn.path("accessToken");

        given().auth().oauth2(access).post("/api/auth/sign-out").then().statusCode(204);

        rename(access).then().statusCode(401);
        refresh(signedIn.getCookie("onstage_refresh")).then().statusCode(401);
    }

    @Test
    void shouldRefuseCommandsOnceACopyOfARefreshTokenWasUsed() {
        Response signedIn = signIn(EMAIL, PASSWORD);
        String first = signedIn.getCookie("onstage_refresh");
        refresh(refresh(first).getCookie("onstage_refresh")).then().statusCode(200);

        refresh(first).then().statusCode(401);

        rename(signedIn.path("accessToken")).then().statusCode(401);
    }

    @Test
    void shouldTellSignOutsAgainThatRedisHasLost() {
        Response signedIn = signIn(EMAIL, PASSWORD);
        String access = signedIn.path("accessToken");
        String key = "revoked:" + loginSession(access);
        given().auth().oauth2(access).post("/api/auth/sign-out").then().statusCode(204);
        assertThat(redis("PTTL", key)).isBetween(300_000L, 360_000L);

        redis("DEL", key);

        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(redis("PTTL", key)).isBetween(1L, 360_000L));
        rename(access).then().statusCode(401);
    }

    @Test
    void shouldKeepManySignInsApart() {
        long before = sessions();

        for (int i = 0; i < 3; i++) {
            signIn(EMAIL, PASSWORD).then().statusCode(200);
        }

        assertThat(sessions()).isEqualTo(before + 3);
    }

    private long sessions() {
        return pool.query("select count(*) from login_sessions")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(90))
                .iterator()
                .next()
                .getLong(0);
    }

    private static Response rename(String accessToken) {
        return json(given().auth().oauth2(accessToken))
                .body(Map.of("title", "Friday build"))
                .patch("/api/channels/main");
    }

    private static String loginSession(String accessToken) {
        String claims = new String(Base64.getUrlDecoder().decode(accessToken.split("\\.", -1)[1]), UTF_8);
        return JsonPath.from(claims).getString("sid");
    }

    private long redis(String command, String key) {
        return redis.execute(command, key)
                .await()
                .atMost(Duration.ofSeconds(90))
                .toLong();
    }

    private static Response refresh(String token) {
        return given().cookie("onstage_refresh", token).post("/api/auth/refresh");
    }
}
