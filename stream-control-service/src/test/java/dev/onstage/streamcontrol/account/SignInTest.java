package dev.onstage.streamcontrol.account;

import static dev.onstage.streamcontrol.Installation.EMAIL;
import static dev.onstage.streamcontrol.Installation.PASSWORD;
import static dev.onstage.streamcontrol.Installation.asMara;
import static dev.onstage.streamcontrol.Installation.json;
import static dev.onstage.streamcontrol.Installation.signIn;
import static dev.onstage.streamcontrol.Installation.signInWithCookies;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.streamcontrol.account.password.PasswordCost;
import dev.onstage.streamcontrol.account.password.PasswordHash;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class SignInTest {
    private static final String PAGE = "http://127.0.0.1:8080";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Of a published key (RFC 7518 §6): the public ones. */
    private static final Set<String> EC_MEMBERS = Set.of("kty", "kid", "use", "alg", "crv", "x", "y");

    private static final Set<String> RSA_MEMBERS = Set.of("kty", "kid", "use", "alg", "n", "e");

    @TestHTTPResource
    URI address;

    @Inject
    Pool pool;

    @Inject
    SigningKeys keys;

    @Inject
    SigningKeyStore keyStore;

    @Inject
    SignInAttempts attempts;

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
    }

    /** Hashing is what takes the time: as much of it for an address that nobody has as for a wrong password. */
    @Test
    void shouldWorkAsMuchForAnAddressThatNobodyHas() {
        long begun = PasswordHash.work();
        signIn(EMAIL, "a wrong password").then().statusCode(401);
        long known = PasswordHash.work();
        signIn("nobody-" + UUID.randomUUID() + "@example.org", "a wrong password")
                .then()
                .statusCode(401);

        assertThat(known - begun).isPositive();
        assertThat(PasswordHash.work() - known).isEqualTo(known - begun);
    }

    @Test
    void shouldAllowTheFirstRunOnlyOnce() {
        given().get("/api/setup").then().body(at("done", equalTo(true)));
        json(given())
                .body(Map.of(
                        "setupToken", "the-setup-token",
                        "email", "eve@example.org",
                        "name", "Eve",
                        "password", "another long password"))
                .post("/api/setup")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body(at("type", equalTo("/problems/setup-done")));
    }

    @Test
    void shouldSayThatTheFirstRunWasDoneWhileSomebodyHoldsItsLock() {
        Tuple lock = Tuple.of(AccountRepository.SETUP_LOCK);
        SqlConnection somebody = pool.getConnectionAndAwait();
        somebody.preparedQuery("select pg_advisory_lock($1)").executeAndAwait(lock);
        try {
            assertTimeoutPreemptively(
                    PATIENCE,
                    () -> given().get("/api/setup").then().statusCode(200).body(at("done", equalTo(true))));
            assertTimeoutPreemptively(PATIENCE, () -> json(given())
                    .body(Map.of(
                            "setupToken", "the-setup-token",
                            "email", "eve@example.org",
                            "name", "Eve",
                            "password", "another long password"))
                    .post("/api/setup")
                    .then()
                    .statusCode(409));
        } finally {
            somebody.preparedQuery("select pg_advisory_unlock($1)").executeAndAwait(lock);
            somebody.closeAndAwait();
        }
    }

    @Test
    void shouldSignInWithBothCookiesAndAnAccount() {
        Response answer = signInWithCookies(EMAIL, PASSWORD);

        answer.then()
                .statusCode(200)
                .body(at("account.groups", containsInAnyOrder("user", "operator")))
                .body(at("account.channels.main", equalTo("broadcaster")))
                .body(at("expiresInSeconds", equalTo(300)))
                .body(at("channelId", nullValue()));
        assertThat(answer.getDetailedCookie("onstage_access")).satisfies(cookie -> {
            assertThat(cookie.isHttpOnly()).isTrue();
            assertThat(cookie.getSameSite()).isEqualTo("Lax");
            assertThat(cookie.getPath()).isEqualTo("/");
        });
        assertThat(answer.getDetailedCookie("onstage_refresh")).satisfies(cookie -> {
            assertThat(cookie.isHttpOnly()).isTrue();
            assertThat(cookie.getPath()).isEqualTo("/api/auth");
        });
    }

    @Test
    void shouldTellAPageWhetherSomebodyIsSignedInWithoutRefusingIt() {
        given().get("/api/auth/session")
                .then()
                .statusCode(200)
                .body(at("signedIn", equalTo(false)))
                .body(at("renewable", equalTo(false)));
        given().cookie("onstage_access", "no.token.atall")
                .get("/api/auth/session")
                .then()
                .statusCode(200)
                .body(at("signedIn", equalTo(false)));

        Map<String, String> cookies = signInWithCookies(EMAIL, PASSWORD).cookies();

        given().cookies(cookies)
                .get("/api/auth/session")
                .then()
                .statusCode(200)
                .body(at("signedIn", equalTo(true)))
                .body(at("renewable", equalTo(true)));
        given().cookie("onstage_refresh", cookies.get("onstage_refresh"))
                .get("/api/auth/session")
                .then()
                .statusCode(200)
                .body(at("signedIn", equalTo(false)))
                .body(at("renewable", equalTo(true)));

        given().cookies(cookies)
                .header("Origin", PAGE)
                .post("/api/auth/sign-out")
                .then()
                .statusCode(204);

        given().cookies(cookies).get("/api/auth/session").then().statusCode(200).body(at("signedIn", equalTo(false)));
    }

    @Test
    void shouldPutNoTokenWhereAScriptOfThePageCouldReadIt() {
        Response signedIn = signInWithCookies(EMAIL, PASSWORD);
        Response refreshed = given().cookie("onstage_refresh", signedIn.getCookie("onstage_refresh"))
                .header("Origin", PAGE)
                .post("/api/auth/refresh");

        for (Response answer : List.of(signedIn, refreshed)) {
            answer.then()
                    .statusCode(200)
                    .body(at("accessToken", nullValue()))
                    .body(at("refreshToken", nullValue()))
                    .body(at("account.email", equalTo(EMAIL)));
            assertThat(answer.asString())
                    .doesNotContain(answer.getCookie("onstage_access"))
                    .doesNotContain(answer.getCookie("onstage_refresh"));
        }
        json(given().cookie("onstage_refresh", refreshed.getCookie("onstage_refresh"))
                        .header("Origin", PAGE))
                .body(Map.of("tokens", "bearer"))
                .post("/api/auth/refresh")
                .then()
                .statusCode(401)
                .body(at("fix", startsWith("Send the refreshToken")));
        json(given().cookie("onstage_refresh", refreshed.getCookie("onstage_refresh"))
                        .header("Origin", PAGE))
                .body(Map.of())
                .post("/api/auth/refresh")
                .then()
                .statusCode(200)
                .body(at("accessToken", nullValue()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", ";", "application/json/x"})
    void shouldRefuseToRefreshByABodyOfAnUnreadableType(String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/auth/refresh"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("/problems/unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "text/html"})
    void shouldDoNothingWhoseAnswerCannotBeRead(String accept) {
        String refreshToken = signInWithCookies(EMAIL, PASSWORD).getCookie("onstage_refresh");
        long before = loginSessions();

        for (Response refused : List.of(
                json(given())
                        .accept(accept)
                        .body(Map.of("email", EMAIL, "password", PASSWORD))
                        .post("/api/auth/sign-in"),
                given().accept(accept)
                        .cookie("onstage_refresh", refreshToken)
                        .header("Origin", PAGE)
                        .post("/api/auth/refresh"),
                json(given())
                        .accept(accept)
                        .cookie("onstage_refresh", refreshToken)
                        .header("Origin", PAGE)
                        .body(Map.of())
                        .post("/api/auth/refresh"),
                given().accept(accept).get("/api/setup"),
                asMara().accept(accept)
                        .body(Map.of("channelId", "unread", "title", "Unread"))
                        .post("/api/channels"))) {
            refused.then().statusCode(406).body(at("type", equalTo("/problems/not-acceptable")));
        }

        assertThat(loginSessions())
                .as("one for the program that asked for a channel")
                .isEqualTo(before + 1);
        asMara().get("/api/channels/unread").then().statusCode(403);
        given().cookie("onstage_refresh", refreshToken)
                .header("Origin", PAGE)
                .accept("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2")
                .post("/api/auth/refresh")
                .then()
                .statusCode(200)
                .contentType("application/json");
    }

    @Test
    void shouldSignOutWhateverFormOfAnAnswerIsAskedFor() {
        given().cookie("onstage_refresh", signInWithCookies(EMAIL, PASSWORD).getCookie("onstage_refresh"))
                .header("Origin", PAGE)
                .accept("text/html")
                .post("/api/auth/sign-out")
                .then()
                .statusCode(204);
    }

    private long loginSessions() {
        return pool.query("select count(*) from login_sessions")
                .executeAndAwait()
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void shouldGiveAProgramItsTokensInTheBodyAndNoCookie() {
        Response signedIn = signIn(EMAIL, PASSWORD);
        Response refreshed = json(given())
                .body(Map.of("refreshToken", Json.of(signedIn).getString("refreshToken"), "tokens", "bearer"))
                .header("Origin", PAGE)
                .post("/api/auth/refresh");

        for (Response answer : List.of(signedIn, refreshed)) {
            answer.then().statusCode(200);
            assertThat(answer.getHeaders().hasHeaderWithName("Set-Cookie")).isFalse();
            given().auth()
                    .oauth2(Json.of(answer).getString("accessToken"))
                    .get("/api/auth/me")
                    .then()
                    .statusCode(200);
        }
        assertThat(Json.of(refreshed).getString("refreshToken"))
                .isNotEqualTo(Json.of(signedIn).getString("refreshToken"));
    }

    @Test
    void shouldKnowAPasswordByAllOfIt() {
        String password = "p".repeat(72) + "-and what comes behind it";
        storedAs(PasswordHash.of(password, PasswordCost.LEAST), () -> {
            signInFrom("198.51.100.20", EMAIL, "p".repeat(72)).then().statusCode(401);
            signInFrom("198.51.100.20", EMAIL, password + "x").then().statusCode(401);
            signInFrom("198.51.100.20", EMAIL, password + "\0").then().statusCode(400);
            signInFrom("198.51.100.20", EMAIL, password).then().statusCode(200);
        });
    }

    @Test
    void shouldHashAnOldPasswordAnewAtTheNextSignIn() {
        storedAs(BcryptUtil.bcryptHash(PASSWORD), () -> {
            signInFrom("198.51.100.21", EMAIL, PASSWORD + "\0" + PASSWORD)
                    .then()
                    .statusCode(400);
            assertThat(passwordHash()).startsWith("$2");

            signInFrom("198.51.100.21", EMAIL, PASSWORD).then().statusCode(200);

            assertThat(passwordHash()).startsWith("$argon2id$");
            signInFrom("198.51.100.21", EMAIL, PASSWORD).then().statusCode(200);
        });
    }

    @Test
    void shouldLetNobodyInByAnOldHashWithALongerPassword() {
        String longest = "p".repeat(72);
        storedAs(BcryptUtil.bcryptHash(longest), () -> {
            signInFrom("198.51.100.22", EMAIL, longest + "x").then().statusCode(401);
            signInFrom("198.51.100.22", EMAIL, longest).then().statusCode(200);
        });
    }

    @Test
    void shouldHashAgainWhatWasHashedAtALowerCost() {
        storedAs(PasswordHash.of(PASSWORD, new PasswordCost(32, 1)), () -> {
            signInFrom("198.51.100.23", EMAIL, PASSWORD).then().statusCode(200);

            assertThat(passwordHash()).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        });
    }

    @Test
    void shouldRefuseAPasswordOfSpacesForWhatItIs() {
        signInFrom("198.51.100.24", EMAIL, " ".repeat(12)).then().statusCode(401);
    }

    @Test
    void shouldFindTheAccountByAnySpellingOfItsAddress() {
        for (String spelling : List.of("MARA@example.org", "\uff4dara@Example.org", " mara@example.org\u00a0")) {
            signIn(spelling, PASSWORD).then().statusCode(200).body(at("account.email", equalTo(EMAIL)));
        }
    }

    @Test
    void shouldCountAttemptsToGuessTheSetupToken() {
        for (int i = 0; i < SignInAttempts.PER_SOURCE_AND_ACCOUNT; i++) {
            attempts.beginSetup("198.51.100.30").await().atMost(PATIENCE);
        }

        assertThatThrownBy(() -> attempts.beginSetup("198.51.100.30").await().atMost(PATIENCE))
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ProblemType.TOO_MANY_ATTEMPTS));
        attempts.beginSetup("198.51.100.31").await().atMost(PATIENCE);
        attempts.setupSucceeded("198.51.100.30").await().atMost(PATIENCE);
        attempts.beginSetup("198.51.100.30").await().atMost(PATIENCE);
    }

    @ParameterizedTest
    @CsvSource({
        "setupToken, ''",
        "password, short",
        "name, \u3000",
        "name, a\u2028b",
        "email, nobody",
        "email, a@b\u3000.c",
        "email, a\u200bb@example.org",
        "channelTitle, a\u0085b"
    })
    void shouldSayWhatIsWrongWithASetup(String field, String value) {
        Map<String, String> body = new HashMap<>(Map.of(
                "setupToken", "the-setup-token",
                "email", "eve@example.org",
                "name", "Eve",
                "password", "another long password"));
        body.put(field, value);

        json(given()).body(body).post("/api/setup").then().statusCode(400).body(at("detail", containsString(field)));
    }

    @Test
    void shouldPublishTwoKeysOfWhichOneVerifiesTheToken() throws Exception {
        String jwks = given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .body(at("keys", hasSize(greaterThanOrEqualTo(2))))
                .extract()
                .asString();
        assertOnlyPublicMembers(jwks);
        assertThat(Json.of(jwks).getString("keys[0].alg")).isEqualTo("ES256");
        String token = Json.of(signIn(EMAIL, PASSWORD)).getString("accessToken");

        var claims = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(new JsonWebKeySet(jwks).getJsonWebKeys()))
                .setExpectedIssuer("onstage")
                .build()
                .processToClaims(token);

        assertThat(claims.getStringClaimValue("name")).isEqualTo("Mara");
        assertThat(claims.getStringClaimValue("sid")).isNotBlank();
        assertThat(claims.getClaimValue("channels"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("main", "broadcaster");
    }

    @Test
    void shouldSignWithTheNextKeyAndStillAcceptTheLastOne() {
        String before = Json.of(signIn(EMAIL, PASSWORD)).getString("accessToken");
        List<String> published = publishedKeys();
        keys.rotateWhenDue().await().atMost(PATIENCE);
        assertThat(publishedKeys()).isEqualTo(published);

        changeOver();

        String after = Json.of(signIn(EMAIL, PASSWORD)).getString("accessToken");
        assertThat(publishedKeys())
                .as("the one that signs, a new one that waits, the last one")
                .hasSize(3)
                .startsWith(published.get(1))
                .endsWith(published.get(0));
        assertThat(keyOf(before)).isEqualTo(published.get(0));
        assertThat(keyOf(after)).isEqualTo(published.get(1));
        for (String token : List.of(before, after)) {
            given().auth().oauth2(token).get("/api/auth/me").then().statusCode(200);
        }

        pool.query("update signing_keys set retired_at = now() - interval '1 hour' where retired_at is not null")
                .executeAndAwait();
        keys.rotateWhenDue().await().atMost(PATIENCE);
        assertThat(pool.query("select key_id from signing_keys").executeAndAwait())
                .as("a key whose last token has expired is gone")
                .hasSize(2);
    }

    /** Installs began with keys of that kind once. */
    @Test
    void shouldGoOnWithStoredRsaKeys() throws JoseException {
        RsaJsonWebKey rsa = RsaJwkGenerator.generateJwk(2048);
        rsa.setKeyId(UUID.randomUUID().toString());
        rsa.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        rsa.setUse("sig");
        signIn(EMAIL, PASSWORD);
        pool.query("delete from signing_keys where signs_since is null").executeAndAwait();
        keyStore.insert(pool, rsa).await().atMost(PATIENCE);
        changeOver();

        try {
            String withRsa = Json.of(signIn(EMAIL, PASSWORD)).getString("accessToken");
            changeOver();
            String withEc = Json.of(signIn(EMAIL, PASSWORD)).getString("accessToken");

            assertThat(keyOf(withRsa)).isEqualTo(rsa.getKeyId());
            assertThat(keyOf(withEc)).isNotEqualTo(rsa.getKeyId());
            assertThat(publishedKeys()).contains(rsa.getKeyId());
            assertOnlyPublicMembers(given().get("/.well-known/jwks.json").asString());
            for (String token : List.of(withRsa, withEc)) {
                given().auth().oauth2(token).get("/api/auth/me").then().statusCode(200);
            }
        } finally {
            pool.preparedQuery("delete from signing_keys where key_id = $1").executeAndAwait(Tuple.of(rsa.getKeyId()));
            changeOver();
        }
    }

    private static void assertOnlyPublicMembers(String jwks) {
        for (Object key : Json.of(jwks).getList("keys")) {
            assertThat(((Map<?, ?>) key).keySet()).isIn(EC_MEMBERS, RSA_MEMBERS);
        }
    }

    private void changeOver() {
        pool.query("update signing_keys set signs_since = now() - interval '31 days' where signs_since is not null")
                .executeAndAwait();
        keys.rotateWhenDue().await().atMost(PATIENCE);
    }

    @Test
    void shouldRotateOnceHoweverManyReplicasFindItDue() {
        String before = keyOf(Json.of(signIn(EMAIL, PASSWORD)).getString("accessToken"));
        pool.query("update signing_keys set signs_since = now() - interval '31 days' where signs_since is not null")
                .executeAndAwait();

        Uni.join()
                .all(keys.rotateWhenDue(), keys.rotateWhenDue(), keys.rotateWhenDue())
                .andFailFast()
                .await()
                .atMost(PATIENCE);

        assertThat(keyOf(Json.of(signIn(EMAIL, PASSWORD)).getString("accessToken")))
                .isNotEqualTo(before);
        assertThat(pool.query("select key_id from signing_keys where retired_at is null")
                        .executeAndAwait())
                .hasSize(2);
    }

    @Test
    void shouldStoreNoSecretInTheOpen() {
        signIn(EMAIL, PASSWORD);

        var key = pool.query("select private_key from signing_keys")
                .executeAndAwait()
                .iterator()
                .next();

        assertThat(passwordHash()).startsWith("$argon2id$v=19$m=64,t=1,p=1$").doesNotContain(PASSWORD);
        assertThat(key.getString(0)).startsWith("test.").doesNotContain("\"d\"");
    }

    @Test
    void shouldNotTellWhetherTheAccountExists() {
        String wrongPassword = Json.of(
                        signIn(EMAIL, "not this one").then().statusCode(401).extract())
                .getString("detail");
        String nobody = Json.of(signIn("nobody@example.org", "whatever it is")
                        .then()
                        .statusCode(401)
                        .extract())
                .getString("detail");

        assertThat(wrongPassword).isEqualTo(nobody);
    }

    @Test
    void shouldStopGuessingOnePasswordFromOnePlaceOnly() {
        for (int i = 0; i < SignInAttempts.PER_SOURCE_AND_ACCOUNT; i++) {
            signInFrom("198.51.100.1", EMAIL, "guess " + i).then().statusCode(401);
        }

        Response refused = signInFrom("198.51.100.1", EMAIL, PASSWORD);
        refused.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .body(at("type", equalTo("/problems/too-many-attempts")))
                .body(at("fix", startsWith("Wait ")));
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 900);
        signInFrom("198.51.100.2", EMAIL, PASSWORD).then().statusCode(200);
    }

    @Test
    void shouldStopTryingOnePasswordOnManyAccounts() {
        for (int i = 0; i < SignInAttempts.PER_SOURCE; i++) {
            signInFrom("198.51.100.3", "somebody-" + i + "@example.org", PASSWORD)
                    .then()
                    .statusCode(401);
        }

        signInFrom("198.51.100.3", EMAIL, PASSWORD).then().statusCode(429);
        signInFrom("198.51.100.4", EMAIL, PASSWORD).then().statusCode(200);
    }

    @Test
    void shouldLetTheOwnerInWhereTheyHaveBeenBeforeHoweverManyOthersTry() {
        signInFrom("198.51.100.5", EMAIL, PASSWORD).then().statusCode(200);
        signInFrom("203.0.113.1", EMAIL, "a guess").then().statusCode(401);
        // As if that one had nine friends, and all of them had used up what they have.
        pool.query("insert into sign_in_attempts (source, account, attempts)"
                        + " select '203.0.113.1' || n, account, " + SignInAttempts.PER_SOURCE_AND_ACCOUNT
                        + " from sign_in_attempts, generate_series(0, 9) n where source = '203.0.113.1'")
                .executeAndAwait();

        signInFrom("203.0.113.200", EMAIL, PASSWORD).then().statusCode(429);
        signInFrom("198.51.100.5", EMAIL, PASSWORD).then().statusCode(200);
    }

    @Test
    void shouldHaveTheOwnerWaitForAMomentWhereOthersInTheSameNetworkTry() {
        signInFrom("198.51.100.7", EMAIL, PASSWORD).then().statusCode(200);
        pool.query("insert into sign_in_attempts (source, account, attempts, last_at)"
                        + " values ('198.51.100.7', 'somebody else', 60, now() - interval '61 seconds')")
                .executeAndAwait();

        signInFrom("198.51.100.7", "nobody@example.org", PASSWORD).then().statusCode(429);
        signInFrom("198.51.100.7", EMAIL, PASSWORD).then().statusCode(200);
    }

    @Test
    void shouldCountNothingAgainstWhoeverKnowsThePassword() {
        for (int i = 0; i <= SignInAttempts.PER_SOURCE_AND_ACCOUNT; i++) {
            signInFrom("198.51.100.6", EMAIL, "slip of the finger").then().statusCode(401);
            signInFrom("198.51.100.6", EMAIL, PASSWORD).then().statusCode(200);
        }
    }

    @Test
    void shouldShowTheAccountByCookieAndByBearer() {
        String token = Json.of(signIn(EMAIL, PASSWORD)).getString("accessToken");

        given().cookie("onstage_access", token)
                .get("/api/auth/me")
                .then()
                .statusCode(200)
                .body(at("email", equalTo(EMAIL)));
        asMara().get("/api/auth/me").then().statusCode(200).body(at("name", equalTo("Mara")));
        given().get("/api/auth/me").then().statusCode(401).contentType("application/problem+json");
    }

    /** Tries something while the account's password is stored in another way. */
    private void storedAs(String hash, Runnable tried) {
        String before = passwordHash();
        store(hash);
        try {
            tried.run();
        } finally {
            store(before);
        }
    }

    private void store(String hash) {
        pool.preparedQuery("update accounts set password_hash = $1 where email = $2")
                .executeAndAwait(Tuple.of(hash, EMAIL));
    }

    private String passwordHash() {
        return pool.preparedQuery("select password_hash from accounts where email = $1")
                .executeAndAwait(Tuple.of(EMAIL))
                .iterator()
                .next()
                .getString(0);
    }

    private static Response signInFrom(String source, String email, String password) {
        return json(given().header("X-Forwarded-For", source))
                .body(Map.of("email", email, "password", password))
                .post("/api/auth/sign-in");
    }

    private static List<String> publishedKeys() {
        return Json.of(given().get("/.well-known/jwks.json")
                        .then()
                        .statusCode(200)
                        .extract())
                .getList("keys[*].kid", String.class);
    }

    private static String keyOf(String accessToken) {
        return Json.of(new String(Base64.getUrlDecoder().decode(accessToken.split("\\.", -1)[0]), UTF_8))
                .getString("kid");
    }
}
