package dev.onstage.streamcontrol.account.passkey;

import static dev.onstage.streamcontrol.Installation.EMAIL;
import static dev.onstage.streamcontrol.Installation.PASSWORD;
import static dev.onstage.streamcontrol.Installation.asMara;
import static dev.onstage.streamcontrol.Installation.json;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.streamcontrol.account.SignInAttempts;
import dev.onstage.streamcontrol.account.Tokens;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passkeys, by an authenticator made of software. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class PasskeyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    @Inject
    MockMailbox mailbox;

    private final SoftwareAuthenticator phone = new SoftwareAuthenticator();

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
        pool.query("delete from passkeys").executeAndAwait();
        mailbox.clear();
    }

    @Test
    void shouldSignInByAPasskeyThatWasRegisteredWhileSignedIn() {
        register(phone).then().statusCode(201);

        Response signedIn = signIn(phone.get(beginSignIn()));

        signedIn.then().statusCode(200).body(at("account.email", equalTo(EMAIL)));
        given().auth()
                .oauth2(Json.of(signedIn).getString("accessToken"))
                .get("/api/auth/me")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldListAndRemovePasskeys() {
        String passkeyId = Json.of(register(phone)).getString("passkeyId");
        signIn(phone.get(beginSignIn())).then().statusCode(200);
        asMara().get("/api/auth/passkeys")
                .then()
                .body(at("[0].label", equalTo("My phone")))
                .body(at("[0].passkeyId", equalTo(passkeyId)));
        assertThat(Json.of(asMara().get("/api/auth/passkeys")).getString("[0].lastUsedAt"))
                .isNotEmpty();

        asMara().delete("/api/auth/passkeys/" + passkeyId).then().statusCode(204);

        asMara().delete("/api/auth/passkeys/" + passkeyId).then().statusCode(404);
        assertRefused(signIn(phone.get(beginSignIn())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"created_at = now() - interval '11 minutes'", "signed_in_by = 'MAIL'", "signed_in_by = null"})
    void shouldChangePasskeysOnlyAfterAFreshSignIn(String notFresh) {
        String passkeyId = Json.of(register(phone)).getString("passkeyId");
        String token = Json.of(Installation.signIn(EMAIL, PASSWORD)).getString("accessToken");
        Map<String, Object> answer =
                new SoftwareAuthenticator().create(Json.of(as(token).post("/api/auth/passkeys/registration")));

        pool.preparedQuery("update login_sessions set " + notFresh + " where login_session_id = $1")
                .executeAndAwait(Tuple.of(UUID.fromString(Tokens.claims(token).getString("sid"))));

        assertTooOld(as(token).post("/api/auth/passkeys/registration"));
        assertTooOld(
                as(token).body(Map.of("label", "Mine", "credential", answer)).post("/api/auth/passkeys"));
        assertTooOld(as(token).delete("/api/auth/passkeys/" + passkeyId));
        as(token).get("/api/auth/passkeys").then().statusCode(200).body(at("size()", equalTo(1)));
    }

    @Test
    void shouldTellTheOwnerByMailOfAPasskeyThatWasAdded() {
        register(phone).then().statusCode(201);

        await().atMost(PATIENCE).until(() -> !mailbox.getMailsSentTo(EMAIL).isEmpty());
        assertThat(mailbox.getMailsSentTo(EMAIL).get(0).getText()).contains("My phone");
    }

    /** People of one office change their minds; that is no guess. */
    @Test
    void shouldHoldNothingAgainstWhoBeginsAndChangesTheirMind() {
        register(phone).then().statusCode(201);
        for (int i = 1; i < SignInAttempts.BEGINNINGS_PER_SOURCE; i++) {
            beginSignIn();
        }
        Json last = beginSignIn();
        given().post("/api/auth/passkeys/sign-in").then().statusCode(429);

        Installation.signIn(EMAIL, PASSWORD).then().statusCode(200);
        signIn(phone.get(last)).then().statusCode(200);
        beginSignIn();
    }

    @Test
    void shouldTakeAnAnswerOnce() {
        register(phone).then().statusCode(201);
        Map<String, Object> answer = phone.get(beginSignIn());

        signIn(answer).then().statusCode(200);

        assertRefused(signIn(answer));
    }

    @Test
    void shouldTakeNoAnswerToAChallengeOfItsOwn() {
        register(phone).then().statusCode(201);

        assertRefused(signIn(phone.get(Json.of("{\"challenge\":\"" + "A".repeat(43) + "\",\"rpId\":\"127.0.0.1\"}"))));
    }

    @Test
    void shouldTakeNoAnswerGivenToAnotherPage() {
        register(phone).then().statusCode(201);
        phone.origin = "https://onstage.evil.example";

        assertRefused(signIn(phone.get(beginSignIn())));
    }

    @Test
    void shouldTakeNoAnswerOfALockedAuthenticator() {
        register(phone).then().statusCode(201);
        phone.unlocked = false;

        assertRefused(signIn(phone.get(beginSignIn())));
        assertRefused(register(new SoftwareAuthenticator(), false));
    }

    @Test
    void shouldTakeNoAnswerOfACopyThatCountsBehind() {
        phone.count = 50;
        register(phone).then().statusCode(201);
        phone.count = 10;

        assertRefused(signIn(phone.get(beginSignIn())));
    }

    @Test
    void shouldNotTakeAnotherKeyForTheRegisteredOne() {
        register(phone).then().statusCode(201);
        Map<String, Object> answer = new HashMap<>(new SoftwareAuthenticator().get(beginSignIn()));
        Map<String, Object> genuine = phone.get(beginSignIn());
        answer.put("id", genuine.get("id"));
        answer.put("rawId", genuine.get("rawId"));

        assertRefused(signIn(answer));
    }

    @Test
    void shouldRegisterOnlyOnceAndOnlyByOnesOwnChallenge() {
        Json options = beginRegistration();
        Map<String, Object> answer = phone.create(options);

        assertRefused(register(new SoftwareAuthenticator()
                .create(Json.of("{\"challenge\":\"" + "A".repeat(43)
                        + "\",\"rp\":{\"id\":\"127.0.0.1\"},\"user\":{\"id\":\"x\"}}"))));
        register(answer).then().statusCode(201);
        assertRefused(register(answer));
        register(phone.create(beginRegistration()))
                .then()
                .statusCode(409)
                .body(at("type", equalTo("/problems/conflict")));
    }

    @Test
    void shouldSayWhenWhatCameIsNoAnswer() {
        assertRefused(signIn(Map.of("id", "x")));
        assertRefused(signIn(Map.of("id", "x", "response", Map.of("clientDataJSON", "%%"))));
        json(given())
                .body(Map.of())
                .post("/api/auth/passkeys/sign-in/finish")
                .then()
                .statusCode(400);
    }

    private static RequestSpecification as(String token) {
        return json(given().auth().oauth2(token));
    }

    private static void assertTooOld(Response answer) {
        answer.then().statusCode(403).body(at("type", equalTo("/problems/sign-in-too-old")));
    }

    private static void assertRefused(Response answer) {
        answer.then().statusCode(403).body(at("type", equalTo("/problems/passkey-refused")));
    }

    private static Json beginRegistration() {
        return Json.of(asMara().post("/api/auth/passkeys/registration")
                .then()
                .statusCode(200)
                .extract());
    }

    private static Json beginSignIn() {
        return Json.of(given().post("/api/auth/passkeys/sign-in")
                .then()
                .statusCode(200)
                .extract());
    }

    private static Response register(SoftwareAuthenticator authenticator) {
        return register(authenticator, true);
    }

    private static Response register(SoftwareAuthenticator authenticator, boolean unlocked) {
        authenticator.unlocked = unlocked;
        return register(authenticator.create(beginRegistration()));
    }

    private static Response register(Map<String, Object> answer) {
        return asMara().body(Map.of("label", "My phone", "credential", answer)).post("/api/auth/passkeys");
    }

    private static Response signIn(Map<String, Object> answer) {
        return json(given())
                .body(Map.of("credential", answer, "tokens", "bearer"))
                .post("/api/auth/passkeys/sign-in/finish");
    }
}
