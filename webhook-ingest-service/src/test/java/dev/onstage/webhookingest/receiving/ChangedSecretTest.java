package dev.onstage.webhookingest.receiving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.testing.LogLines;
import dev.onstage.testing.Management;
import dev.onstage.testing.MountedSecret;
import dev.onstage.testing.StackResource;
import dev.onstage.webhookingest.SignedDeliveries;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The file of the provider's secrets is changed while the service runs. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(SecretFolderResource.class)
class ChangedSecretTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String NEXT = "the-next-secret";

    @BeforeEach
    void untilReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> Management.get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void shouldVerifyWithTheSecretsThatAreInTheFile() throws IOException {
        assertThat(deliver(SignedDeliveries.SECRET)).isEqualTo(204);
        assertThat(deliver(NEXT)).isEqualTo(401);

        mount(SignedDeliveries.API_KEY + "=" + SignedDeliveries.SECRET + "," + SignedDeliveries.API_KEY + "=" + NEXT);
        await().atMost(PATIENCE).until(() -> deliver(NEXT) == 204);
        assertThat(deliver(SignedDeliveries.SECRET))
                .as("while it is being changed")
                .isEqualTo(204);

        try (LogLines log = LogLines.of("dev.onstage.webhookingest.verification.SecretsInForce")) {
            mount("nothing that can be used: " + NEXT);
            await().atMost(PATIENCE).until(() -> !log.all().isEmpty());
            assertThat(log.all()).singleElement().asString().doesNotContain(NEXT);
        }
        assertThat(deliver(NEXT)).as("with the secrets before").isEqualTo(204);

        mount(SignedDeliveries.API_KEY + "=" + NEXT);
        await().atMost(PATIENCE).until(() -> deliver(SignedDeliveries.SECRET) == 401);
        assertThat(deliver(NEXT)).isEqualTo(204);
    }

    /** The folder is asked for here: an injected setting would have to be there in every test of this service. */
    private static void mount(String secrets) {
        Path folder = ConfigProvider.getConfig().getValue(SecretFolderResource.FOLDER, Path.class);
        new MountedSecret(folder).mount(Map.of(SecretFolderResource.FILE, secrets));
    }

    private static int deliver(String secret) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(SignedDeliveries.example("call.session_started"));
        event.put("created_at", Instant.now().toString());
        byte[] body = JSON.writeValueAsBytes(event);
        return given().contentType("application/json")
                .header("X-Api-Key", SignedDeliveries.API_KEY)
                .header("X-Signature", SignedDeliveries.sign(body, secret))
                .header("X-Webhook-Id", UUID.randomUUID().toString())
                .header("X-Webhook-Attempt", "1")
                .body(body)
                .post(WebhookRoute.PATH)
                .statusCode();
    }
}
