package dev.onstage.streamcontrol.broadcast;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people may do at the provider is kept, tried, and known before anybody goes live. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(ProviderResource.class)
class WhoMayDoWhatTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CALL_TYPE = "/api/v2/video/calltypes/onstage";
    private static final String CHAT_TYPE = "/api/v2/chat/channeltypes/livestream_invite";

    @Inject
    Pool pool;

    @AfterEach
    void haveEverythingAsItShouldBe() {
        makeDue("provider-grants");
        await().atMost(PATIENCE).until(() -> !isDue("provider-grants"));
        makeDue("provider-probes");
        await().atMost(PATIENCE).until(() -> !isDue("provider-probes"));
    }

    @Test
    void shouldFindEverythingAsItShouldBeAfterAStreamWasSetUp() {
        Studio studio = Studio.provisioned();

        tryAll();

        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Row row : pool.query("select who, what, expected, outcome from provider_probes")
                .executeAndAwait()) {
            tried++;
            // That somebody without a name cannot write may be said with another code than "not allowed".
            boolean nameless = row.getString("who").equals("ANONYMOUS")
                    && row.getString("what").equals("POST")
                    && row.getString("outcome").equals("NOT_KNOWN");
            if (!row.getString("expected").equals(row.getString("outcome")) && !nameless) {
                wrong.add(row.toJson().toString());
            }
        }
        assertThat(tried).isEqualTo(45);
        assertThat(wrong).isEmpty();
        assertThat(studio.warnings()).noneMatch(code -> code.startsWith("probe-"));
    }

    @Test
    void shouldLeaveNothingBehind() {
        Studio.provisioned();

        tryAll();

        Json calls = Json.of(provider()
                .body(Map.of("filter_conditions", Map.of(), "limit", 100))
                .post("/api/v2/video/calls")
                .then()
                .extract());
        assertThat(calls.getList("calls[*].call.id", String.class))
                .isNotEmpty()
                .noneMatch(id -> id.startsWith("probe"));
    }

    @Test
    void shouldSetGrantsAgainThatSomebodyChanged() {
        Studio.provisioned();
        provider()
                .body(Map.of("grants", Map.of("guest", List.of("read-call", "join-call"))))
                .put(CALL_TYPE)
                .then()
                .statusCode(200);

        makeDue("provider-grants");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(grants(CALL_TYPE, "guest")).isEmpty());
        assertThat(grants(CALL_TYPE, "onstage_viewer")).containsExactlyInAnyOrder("read-call", "join-call");
    }

    @Test
    void shouldRefuseToGoLiveWhilePeopleMayDoMoreThanTheyShouldUnlessThatIsConfirmed() {
        Studio studio = Studio.rehearsing();
        keepFromHealing();
        Map<String, Object> open = Map.of(
                "automod",
                "disabled",
                "automod_behavior",
                "flag",
                "max_message_length",
                5000,
                "grants",
                Map.of("onstage_viewer", List.of("read-channel", "create-message")));
        provider().body(open).put(CHAT_TYPE).then().statusCode(200);

        tryAll();
        assertThat(studio.warnings()).as("seen once").doesNotContain("probe-viewer-post");
        change("wrong_since = wrong_since - interval '2 minutes'", "VIEWER", "POST");
        tryAll();

        studio.awaitWarning("probe-viewer-post");
        studio.post("/go-live", Map.of())
                .statusCode(409)
                .body(at("type", equalTo("/problems/access-not-enforced")))
                .body(at("detail", containsString("viewer may write in the chat")))
                .body(at("detail", containsString("create-message of the type livestream_invite")))
                .body(at("fix", containsString("overrideProbes")));
        assertThat(studio.broadcast().getString("state")).isEqualTo("READY");

        studio.post("/go-live", Map.of("overrideProbes", true)).statusCode(200).body(at("state", equalTo("LIVE")));
        studio.post("/stop-live", Map.of()).statusCode(200);

        makeDue("provider-grants");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(grants(CHAT_TYPE, "onstage_viewer"))
                .doesNotContain("create-message"));
        tryAll();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(studio.warnings()).doesNotContain("probe-viewer-post"));
        studio.post("/go-live", Map.of()).statusCode(200);
        studio.post("/stop-live", Map.of()).statusCode(200);
    }

    /** What is not known blocks nothing, and what was known stays. */
    @Test
    void shouldLetPeopleGoLiveWhenItCannotBeTried() {
        Studio studio = Studio.rehearsing();
        tryAll();
        provider()
                .body(Map.of("mode", "error500", "paths", ".*probe_of.*"))
                .put("/_sim/outage")
                .then()
                .statusCode(200);

        try {
            tryAll();
        } finally {
            provider()
                    .body(Map.of("mode", "none", "paths", ".*"))
                    .put("/_sim/outage")
                    .then()
                    .statusCode(200);
        }

        studio.post("/go-live", Map.of()).statusCode(200);
        studio.post("/stop-live", Map.of()).statusCode(200);
    }

    /** One answer must not keep everybody from going live for ever, and silence for some minutes must not open what it closed. */
    @Test
    void shouldBelieveAWrongOutcomeForAnHourWhenNothingIsKnownSince() {
        Studio.provisioned();
        tryAll();
        change(
                "outcome = 'ALLOWED', wrong_since = now() - interval '3 hours', tried_at = now() - interval '2 hours'",
                "VIEWER",
                "POST");
        change(
                "outcome = 'ALLOWED', wrong_since = now() - interval '3 hours', tried_at = now() - interval '2 minutes'",
                "GUEST",
                "POST");
        provider()
                .body(Map.of("mode", "error500", "paths", ".*probe_of.*"))
                .put("/_sim/outage")
                .then()
                .statusCode(200);

        try {
            tryAll();
        } finally {
            provider()
                    .body(Map.of("mode", "none", "paths", ".*"))
                    .put("/_sim/outage")
                    .then()
                    .statusCode(200);
        }

        assertThat(outcome("VIEWER", "POST")).isEqualTo("NOT_KNOWN");
        assertThat(outcome("GUEST", "POST")).isEqualTo("ALLOWED");
    }

    @Test
    void shouldTryAlthoughAnotherVersionKnowsMoreAttempts() {
        Studio.provisioned();
        tryAll();
        pool.query("insert into provider_probes (api_key, who, what, expected, outcome, tried_at)"
                        + " values ('test-key', 'STRANGER', 'DANCE', 'REFUSED', 'ALLOWED', now())")
                .executeAndAwait();

        try {
            tryAll();
        } finally {
            pool.query("delete from provider_probes where who = 'STRANGER'").executeAndAwait();
        }
    }

    private void change(String columns, String who, String what) {
        pool.preparedQuery("update provider_probes set " + columns + " where who = $1 and what = $2")
                .executeAndAwait(Tuple.of(who, what));
    }

    private String outcome(String who, String what) {
        return pool.preparedQuery("select outcome from provider_probes where who = $1 and what = $2")
                .executeAndAwait(Tuple.of(who, what))
                .iterator()
                .next()
                .getString(0);
    }

    /** Returns when all has been tried once more; a try that is under way does not count. */
    private void tryAll() {
        Instant before = checkedAt("provider-probes");
        makeDue("provider-probes");
        await().atMost(PATIENCE).until(() -> checkedAt("provider-probes").isAfter(before) && !isDue("provider-probes"));
    }

    private void makeDue(String check) {
        pool.preparedQuery("update provider_checks set next_check_at = now() where check_name = $1")
                .executeAndAwait(Tuple.of(check));
    }

    private void keepFromHealing() {
        await().atMost(PATIENCE).until(() -> !isDue("provider-grants"));
        pool.query(
                        "update provider_checks set next_check_at = now() + interval '1 day', checked_at = now() + interval '1 day'"
                                + " where check_name = 'provider-grants'")
                .executeAndAwait();
    }

    /** What was never looked at is not due: nobody waits for it. */
    private boolean isDue(String check) {
        var rows = pool.preparedQuery("select next_check_at <= now() from provider_checks where check_name = $1")
                .executeAndAwait(Tuple.of(check));
        return rows.rowCount() > 0 && rows.iterator().next().getBoolean(0);
    }

    private Instant checkedAt(String check) {
        var rows = pool.preparedQuery("select checked_at from provider_checks where check_name = $1")
                .executeAndAwait(Tuple.of(check));
        return rows.rowCount() == 0
                ? Instant.EPOCH
                : rows.iterator().next().getOffsetDateTime(0).toInstant();
    }

    private static List<String> grants(String type, String role) {
        return Json.of(provider().get(type).then().statusCode(200).extract()).getList("grants." + role, String.class);
    }

    /** A request with all rights. */
    private static RequestSpecification provider() {
        return given().baseUri(ConfigProvider.getConfig().getValue(ProviderResource.SIMULATOR_URL, String.class))
                .contentType(ContentType.JSON)
                .queryParam("api_key", "test-key")
                .header("stream-auth-type", "jwt")
                .header(
                        "Authorization",
                        Jwt.claims().claim("server", true).signWithSecret("a-secret-of-the-simulator"));
    }
}
