package dev.onstage.componenttests;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.servers.LoopbackPorts;
import dev.onstage.support.access.RevokedSessions;
import dev.onstage.testing.Management;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** While Kafka is away, a service knows from Redis whose login has ended, and is ready. */
@QuarkusTest
@TestProfile(RevocationsWithoutKafkaTest.WithoutKafka.class)
@WithTestResource(StackResource.class)
class RevocationsWithoutKafkaTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Nobody listens where Kafka should be. */
    public static class WithoutKafka implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("kafka.bootstrap.servers", "127.0.0.1:" + LoopbackPorts.free());
        }
    }

    @Inject
    RevokedSessions revoked;

    @Test
    void shouldRefuseALoginThatHasEndedAndBeReady() {
        String leaves = "leaves-" + UUID.randomUUID();
        String token = TestTokens.user(leaves).sign();
        given().auth().oauth2(token).get("/try/signed-in").then().statusCode(200);

        revoked.revoke("login-" + leaves, Duration.ofMinutes(6)).await().atMost(PATIENCE);

        given().auth()
                .oauth2(token)
                .get("/try/signed-in")
                .then()
                .statusCode(401)
                .body(at("detail", containsString("signed out")));
        Management.get("/q/health/ready").then().statusCode(200).body(at("status", equalTo("UP")));
    }
}
