package dev.onstage.componenttests;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.events.LoginEnded;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.RolesChanged;
import dev.onstage.servers.LoopbackPorts;
import dev.onstage.support.messaging.EventRecords;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestKafka;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** While Redis is away, a service knows from Kafka whose login has ended. */
@QuarkusTest
@TestProfile(RevocationsTest.WithoutRedis.class)
@WithTestResource(StackResource.class)
class RevocationsTest {

    /** Less than a token is good for, so that its end explains nothing. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String TOPIC = "access.revocation.v1";

    /** Nobody listens where Redis should be. */
    public static class WithoutRedis implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.redis.hosts",
                    "redis://127.0.0.1:" + LoopbackPorts.free(),
                    "onstage.access.redis-timeout",
                    "200ms");
        }
    }

    @Test
    void shouldRefuseALoginThatHasEndedAndNoOther() {
        String leaves = unique("leaves");
        String stays = unique("stays");
        String before = TestTokens.user(leaves).sign();
        String other = TestTokens.user(stays).sign();
        given().auth().oauth2(before).get("/try/signed-in").then().statusCode(200);

        send(new LoginEnded(leaves, "login-" + leaves, Instant.now(), soon()));

        await().atMost(PATIENCE).untilAsserted(() -> given().auth()
                .oauth2(before)
                .get("/try/signed-in")
                .then()
                .statusCode(401)
                .body(at("fix", equalTo("Sign in again."))));
        given().auth().oauth2(before).get("/try/events").then().statusCode(401);
        given().auth().oauth2(before).get("/try/optional").then().body(at("signedIn", equalTo(false)));
        given().auth().oauth2(other).get("/try/signed-in").then().statusCode(200);
    }

    @Test
    void shouldAskForARefreshOnceARoleIsLost() {
        String demoted = unique("demoted");
        String before = TestTokens.user(demoted).withRolesOf(6).operator().sign();
        String after = TestTokens.user(demoted).withRolesOf(7).sign();
        given().auth().oauth2(before).get("/try/operator").then().statusCode(200);

        send(new RolesChanged(demoted, 7, Instant.now(), soon()));

        await().atMost(PATIENCE).untilAsserted(() -> given().auth()
                .oauth2(before)
                .get("/try/operator")
                .then()
                .statusCode(401)
                .body(at("fix", equalTo("Refresh the access token."))));
        given().auth().oauth2(after).get("/try/operator").then().statusCode(403);
    }

    @Test
    void shouldReadOnBehindWhatItCannotRead() {
        String leaves = unique("behind");
        ProducerRecord<String, byte[]> malformed = record(new LoginEnded(leaves, "login-x", Instant.now(), soon()));
        TestKafka.send(List.of(
                new ProducerRecord<>(TOPIC, "no event", "{".getBytes(StandardCharsets.UTF_8)),
                new ProducerRecord<>(
                        TOPIC, null, "malformed", "{".getBytes(StandardCharsets.UTF_8), malformed.headers()),
                record(new LoginEnded(leaves, "login-" + leaves, Instant.now(), soon()))));

        await().atMost(PATIENCE).untilAsserted(() -> given().auth()
                .oauth2(TestTokens.user(leaves).sign())
                .get("/try/signed-in")
                .then()
                .statusCode(401));
    }

    private static String unique(String name) {
        return name + "-" + UUID.randomUUID();
    }

    private static Instant soon() {
        return Instant.now().plus(Duration.ofMinutes(6));
    }

    private static void send(OnstageEvent event) {
        TestKafka.send(List.of(record(event)));
    }

    private static ProducerRecord<String, byte[]> record(OnstageEvent event) {
        return EventRecords.of(UUID.randomUUID().toString(), Instant.now(), "test", "key", event);
    }
}
