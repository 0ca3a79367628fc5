package dev.onstage.streamcontrol.apitoken;

import static dev.onstage.streamcontrol.Installation.EMAIL;
import static dev.onstage.streamcontrol.Installation.PASSWORD;
import static dev.onstage.streamcontrol.Installation.json;
import static dev.onstage.streamcontrol.Installation.signIn;
import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import dev.onstage.events.Topic;
import dev.onstage.streamcontrol.GetStreamStub;
import dev.onstage.streamcontrol.Installation;
import dev.onstage.streamcontrol.account.Tokens;
import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(GetStreamStub.class)
class ApiTokenTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    Pool pool;

    @Inject
    ExchangeAttempts attempts;

    @BeforeEach
    void setUp() {
        GetStreamStub.emptyApp();
        Installation.setUp();
        pool.query("delete from sign_in_attempts").executeAndAwait();
        pool.query("delete from api_tokens").executeAndAwait();
        pool.query("delete from api_token_attempts").executeAndAwait();
    }

    @Test
    void shouldShowTheSecretOnceAndKeepNothingOfIt() {
        Response created = create(asMara(), List.of("broadcast:end"), null, 30);
        created.then().statusCode(201).header("Cache-Control", "no-store");
        String secret = Json.of(created).getString("secret");

        Response listed = asMara().get("/api/tokens");

        assertThat(secret).matches("onstage_[A-Za-z0-9_-]{43}");
        assertThat(listed.asString())
                .contains(
                        "broadcast:end", "OBS machine", "Mara", Json.of(created).getString("tokenId"))
                .doesNotContain(secret)
                .doesNotContain("secret");
        assertThat(pool.query("select api_tokens::text as all_of_it from api_tokens")
                        .executeAndAwait()
                        .iterator()
                        .next()
                        .getString(0))
                .doesNotContain(secret.substring("onstage_".length()));
    }

    @Test
    void shouldDoWhatItIsForAndNothingElse() {
        RequestSpecification program = asProgram(secret("broadcast:end"));

        json(program).post("/api/channels/main/stop-live").then().statusCode(409);
        json(program).post("/api/channels/main/force-end").then().statusCode(equalToNeither401Nor403());
        for (String path : List.of("/api/channels/main/go-live", "/api/tokens", "/api/channels/main/provision")) {
            json(program)
                    .body("{}")
                    .post(path)
                    .then()
                    .statusCode(403)
                    .body(at("detail", equalTo("This API token is not for that.")));
        }
        for (String path : List.of(
                "/api/channels/main/broadcast",
                "/api/channels/main/encoder",
                "/api/channels/main",
                "/api/channels",
                "/api/tokens",
                "/api/auth/me",
                "/api/channels/main/viewer-access")) {
            program.get(path).then().statusCode(403);
        }
    }

    private static Matcher<Integer> equalToNeither401Nor403() {
        return not(oneOf(401, 403));
    }

    @Test
    void shouldSayWhatItIsGoodForAndForHowLong() {
        Response exchanged = exchange(secret("broadcast:read"), "192.0.2.10");

        exchanged.then().statusCode(200).header("Cache-Control", "no-store");
        assertThat(Json.of(exchanged).getInt("expiresInSeconds")).isBetween(1, 300);
        assertThat(exchanged.asString()).contains("[\"broadcast:read\"]").doesNotContain("refresh");
        asMara().get("/api/tokens").then().body(containsString("\"lastUsedFrom\":\"192.0.2.10\""));
    }

    @Test
    void shouldEndAtOnceWhenItIsRevoked() {
        Response created = create(asMara(), List.of("broadcast:read"), null, 30);
        String secret = Json.of(created).getString("secret");
        RequestSpecification program = asProgram(secret);
        program.get("/api/channels/main/broadcast").then().statusCode(200);

        asMara().delete("/api/tokens/" + Json.of(created).getString("tokenId"))
                .then()
                .statusCode(204);

        exchange(secret, "192.0.2.11").then().statusCode(401);
        assertThat(asMara().get("/api/tokens").asString())
                .doesNotContain(Json.of(created).getString("tokenId"));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> program.get("/api/channels/main/broadcast").then().statusCode(401));
        await().atMost(PATIENCE).until(() -> isAnnounced(Json.of(created).getString("tokenId")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"created_at = now() - interval '11 minutes'", "signed_in_by = 'MAIL'", "signed_in_by = null"})
    void shouldBeMadeOnlyAfterAFreshSignIn(String notFresh) {
        String token = accessToken(EMAIL);

        pool.preparedQuery("update login_sessions set " + notFresh + " where login_session_id = $1")
                .executeAndAwait(Tuple.of(UUID.fromString(Tokens.claims(token).getString("sid"))));

        create(by(token), List.of("broadcast:end"), null, 365)
                .then()
                .body(at("type", equalTo("/problems/sign-in-too-old")));
        by(token).get("/api/tokens").then().statusCode(200).body(at("tokens", hasSize(0)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEndWhenItsOwnerSignsOutEverywhere(boolean keepThisOne) {
        Response created = create(asMara(), List.of("broadcast:read"), null, 30);
        String secret = Json.of(created).getString("secret");
        RequestSpecification program = asProgram(secret);
        program.get("/api/channels/main/broadcast").then().statusCode(200);

        asMara().body(Map.of("keepThisOne", keepThisOne))
                .post("/api/auth/sign-out-everywhere")
                .then()
                .statusCode(204);

        exchange(secret, "192.0.2.15").then().statusCode(401);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> program.get("/api/channels/main/broadcast").then().statusCode(401));
        await().atMost(PATIENCE).until(() -> isAnnounced(Json.of(created).getString("tokenId")));
    }

    /** A form in which nothing is ticked must not make a token for everything. */
    @Test
    void shouldNotTakeAnEmptyListOfChannelsForAllOfThem() {
        create(asMara(), List.of("broadcast:read"), List.of(), 30).then().statusCode(400);
        String secret = secret("broadcast:read");
        asProgram(secret).get("/api/channels/main/broadcast").then().statusCode(200);

        pool.query("update api_tokens set channels = '{}'").executeAndAwait();

        asProgram(secret).get("/api/channels/main/broadcast").then().statusCode(403);
    }

    @Test
    void shouldBeWorthNoMoreThanItsOwner() {
        UUID owner = newBroadcasterOfMain("leaving@example.org");
        RequestSpecification asOwner = as("leaving@example.org");
        String secret =
                Json.of(create(asOwner, List.of("broadcast:read"), null, 30)).getString("secret");
        RequestSpecification before = asProgram(secret);
        before.get("/api/channels/main/broadcast").then().statusCode(200);

        pool.preparedQuery("delete from channel_members where account_id = $1").executeAndAwait(Tuple.of(owner));

        asProgram(secret).get("/api/channels/main/broadcast").then().statusCode(403);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> before.get("/api/channels/main/broadcast").then().statusCode(401));
    }

    @Test
    void shouldNotBeAllowedMoreThanTheChannelsItNames() {
        asMara().body(Map.of("channelId", "tokens-other", "title", "Other")).post("/api/channels");
        String secret = Json.of(create(asMara(), List.of("broadcast:read"), List.of("tokens-other"), 30))
                .getString("secret");

        RequestSpecification program = asProgram(secret);

        program.get("/api/channels/tokens-other/broadcast").then().statusCode(200);
        program.get("/api/channels/main/broadcast").then().statusCode(403);
    }

    @Test
    void shouldRefuseWhatNobodyMayHave() {
        newAccount("nobody@example.org");

        create(as("nobody@example.org"), List.of("broadcast:read"), null, 30)
                .then()
                .statusCode(403);
        create(asMara(), List.of("broadcast:read"), List.of("somebody-elses"), 30)
                .then()
                .statusCode(403);
        create(asMara(), List.of("people:manage"), null, 30).then().statusCode(400);
        create(asMara(), List.of(), null, 30).then().statusCode(400);
        create(asMara(), List.of("broadcast:read"), null, 366).then().statusCode(400);
        create(asMara(), List.of("broadcast:read"), null, 0).then().statusCode(400);
    }

    @Test
    void shouldShowAndRevokeOnlyOnesOwn() {
        newBroadcasterOfMain("second@example.org");
        String id =
                Json.of(create(asMara(), List.of("broadcast:read"), null, 30)).getString("tokenId");

        as("second@example.org").get("/api/tokens").then().statusCode(200).body(at("tokens", hasSize(0)));
        as("second@example.org").delete("/api/tokens/" + id).then().statusCode(404);
        assertThat(asMara().get("/api/tokens").asString()).contains(id);
    }

    /** However many others make, an operator finds their own, and everybody's behind them. */
    @Test
    void shouldShowPageAfterPageOnesOwnFirst() {
        UUID other = newAccount("many-tokens@example.org");
        String own =
                Json.of(create(asMara(), List.of("broadcast:read"), null, 30)).getString("tokenId");
        pool.preparedQuery("insert into api_tokens (api_token_id, account_id, name, secret_hash, scopes, expires_at)"
                        + " select ('ffffffff-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, 'Many',"
                        + " sha256(n::text::bytea), '{stats:read}', now() + interval '1 day'"
                        + " from generate_series(1, 250) n")
                .executeAndAwait(Tuple.of(other));

        Json first = Json.of(asMara().get("/api/tokens"));
        Response last = asMara().get("/api/tokens?after=" + first.getString("next"));
        Json second = Json.of(last);

        assertThat(first.getString("tokens[0].tokenId")).isEqualTo(own);
        assertThat(first.getString("tokens[1].tokenId")).endsWith("250");
        assertThat(first.getList("tokens")).hasSize(200);
        assertThat(second.getList("tokens")).hasSize(51);
        assertThat(second.getString("tokens[0].tokenId")).endsWith("051");
        last.then().body(at("next", equalTo(null)));
        Json theirs = Json.of(as("many-tokens@example.org").get("/api/tokens"));
        assertThat(theirs.getList("tokens")).hasSize(200);
        assertThat(theirs.getString("tokens[0].tokenId")).endsWith("250");
    }

    @Test
    void shouldRefuseOneThatHasExpired() {
        String secret = secret("broadcast:read");
        pool.query("update api_tokens set expires_at = now()").executeAndAwait();

        exchange(secret, "192.0.2.12").then().statusCode(401).body(at("type", equalTo("/problems/unauthenticated")));
    }

    @Test
    void shouldMakeWhoeverSendsWrongOnesWaitLongerAndLonger() {
        String good = secret("broadcast:read");
        for (int wrong = 1; wrong <= 9; wrong++) {
            exchange("onstage_" + "A".repeat(43), "192.0.2.13").then().statusCode(401);
            pool.query("update api_token_attempts set wait_until = wait_until - interval '1 hour'")
                    .executeAndAwait();
        }

        exchange("nonsense", "192.0.2.13").then().statusCode(401);

        assertThat(pool.query("select extract(epoch from wait_until - last_at)::int from api_token_attempts")
                        .executeAndAwait()
                        .iterator()
                        .next()
                        .getInteger(0))
                .as("seconds after the tenth")
                .isEqualTo(16);
        pool.query("update api_token_attempts set wait_until = now() + interval '10 minutes'")
                .executeAndAwait();
        Response refused = exchange("onstage_" + "A".repeat(43), "192.0.2.13");
        refused.then().statusCode(429).body(at("type", equalTo("/problems/too-many-attempts")));
        assertThat(Integer.parseInt(refused.getHeader("Retry-After"))).isBetween(1, 600);
        exchange("onstage_" + "A".repeat(43), "192.0.2.14").then().statusCode(401);
        for (String network : List.of("192.0.2.13", "192.0.2.14", "192.0.2.13")) {
            exchange(good, network).then().statusCode(200);
        }
    }

    @Test
    void shouldForgetNetworksThatAreQuietOrTooMany() {
        pool.query(
                        "insert into api_token_attempts (source, failures, last_at, wait_until)"
                                + " select 'old-' || n, 1, now() - interval '2 hours', now() from generate_series(1, 10001) n"
                                + " union all"
                                + " select 'late-' || n, 1, now() - n * interval '1 second', now() from generate_series(1, 5) n")
                .executeAndAwait();

        attempts.forgetOld().await().atMost(PATIENCE);
        assertThat(networks()).containsExactly("late-1", "late-2", "late-3", "late-4", "late-5");
        attempts.forgetBeyond(2).await().atMost(PATIENCE);

        assertThat(networks()).containsExactly("late-1", "late-2");
    }

    private List<String> networks() {
        return StreamSupport.stream(
                        pool.query("select source from api_token_attempts order by source")
                                .executeAndAwait()
                                .spliterator(),
                        false)
                .map(row -> row.getString(0))
                .toList();
    }

    private static boolean isAnnounced(String tokenId) {
        return TestKafka.readAll(Topic.ACCESS_REVOCATION.topicName()).stream()
                .anyMatch(one -> new String(one.value(), UTF_8).contains(tokenId));
    }

    private static RequestSpecification asMara() {
        return as(EMAIL);
    }

    private static RequestSpecification as(String email) {
        return by(accessToken(email));
    }

    private static String accessToken(String email) {
        return Json.of(signIn(email, PASSWORD).then().statusCode(200).extract()).getString("accessToken");
    }

    private static RequestSpecification by(String accessToken) {
        return json(given()).header("Authorization", "Bearer " + accessToken);
    }

    private static String secret(String scope) {
        return Json.of(create(asMara(), List.of(scope), null, 30)).getString("secret");
    }

    private static Response create(
            RequestSpecification who, List<String> scopes, @Nullable List<String> channels, int days) {
        Map<String, Object> body =
                new HashMap<>(Map.of("name", "OBS machine", "scopes", scopes, "expiresInDays", days));
        if (channels != null) {
            body.put("channels", channels);
        }
        return who.body(body).post("/api/tokens");
    }

    private static RequestSpecification asProgram(String secret) {
        String token = Json.of(exchange(secret, "192.0.2.9")).getString("accessToken");
        return given().header("Authorization", "Bearer " + token);
    }

    private static Response exchange(String secret, String from) {
        return json(given())
                .header("X-Forwarded-For", from)
                .body(Map.of("token", secret))
                .post("/api/auth/token");
    }

    private UUID newBroadcasterOfMain(String email) {
        UUID accountId = newAccount(email);
        pool.preparedQuery(
                        "insert into channel_members (channel_id, account_id, role) values ('main', $1, 'broadcaster')")
                .executeAndAwait(Tuple.of(accountId));
        return accountId;
    }

    /** With the password of the first account. */
    private UUID newAccount(String email) {
        UUID accountId = UUID.randomUUID();
        pool.preparedQuery("insert into accounts (account_id, email, email_key, name, password_hash)"
                        + " select $1, $2, $2, 'Somebody', password_hash from accounts where email = $3")
                .executeAndAwait(Tuple.of(accountId, email, EMAIL));
        return accountId;
    }
}
