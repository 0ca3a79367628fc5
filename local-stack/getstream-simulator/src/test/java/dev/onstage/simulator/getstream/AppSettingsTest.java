package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.Simulator.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The app's hooks: one list that every write replaces as a whole. */
class AppSettingsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private Simulator simulator;

    @BeforeEach
    void start() {
        simulator = Simulator.start();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aHookWithoutIdIsCreatedWithANewOneEachTime() {
        simulator.hook("https://a.example.org/hook", "call.updated");
        String first = hooks().at("/0/id").asText();
        simulator.hook("https://a.example.org/hook", "call.updated");

        assertThat(hooks()).hasSize(1);
        assertThat(first).isNotEmpty().isNotEqualTo(hooks().at("/0/id").asText());
    }

    @Test
    void whatWasReadCanBeWrittenBackUnchanged() {
        simulator.hook("https://a.example.org/hook", "call.updated");
        JsonNode before = hooks();
        Answer answer = write((ArrayNode) before);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(hooks().at("/0/id")).isEqualTo(before.at("/0/id"));
        assertThat(hooks().at("/0/created_at")).isEqualTo(before.at("/0/created_at"));
        assertThat(hooks().at("/0/event_types")).isEqualTo(before.at("/0/event_types"));
    }

    @Test
    void whatIsNotInTheListIsGone() {
        simulator.hook("https://a.example.org/hook");
        write((ArrayNode) hooks().deepCopy());
        assertThat(hooks()).hasSize(1);

        write(JSON.createArrayNode());
        assertThat(hooks()).isEmpty();
    }

    @Test
    void aKnownIdChangesThatHookAndKeepsTheOthers() {
        simulator.patch("/api/v2/app", """
                {"event_hooks":[{"hook_type":"webhook","webhook_url":"https://a.example.org/"},
                 {"hook_type":"sqs","sqs_queue_url":"https://sqs.example.org/q","sqs_region":"us-east-1"}]}""");
        ArrayNode hooks = (ArrayNode) hooks();
        ((ObjectNode) hooks.get(0)).put("webhook_url", "https://b.example.org/");
        write(hooks);

        JsonNode after = hooks();
        assertThat(after.at("/0/id")).isEqualTo(hooks.at("/0/id"));
        assertThat(after.at("/0/webhook_url").asText()).isEqualTo("https://b.example.org/");
        assertThat(after.at("/1/id")).isEqualTo(hooks.at("/1/id"));
        assertThat(after.at("/1/sqs_region").asText()).isEqualTo("us-east-1");
    }

    @Test
    void badHooksAreRefusedAndNothingChanges() {
        simulator.hook("https://a.example.org/hook");
        JsonNode before = hooks();
        for (String hook : new String[] {
            "{\"hook_type\":\"webhook\",\"webhook_url\":\"not a url\"}",
            "{\"hook_type\":\"webhook\"}",
            "{\"hook_type\":\"pigeon\",\"webhook_url\":\"https://a.example.org/\"}",
            "{\"id\":\"unknown\",\"hook_type\":\"webhook\",\"webhook_url\":\"https://a.example.org/\"}",
            "{\"event_types\":\"all\"}"
        }) {
            Answer answer = simulator.patch("/api/v2/app", "{\"event_hooks\":[" + hook + "]}");
            assertThat(answer.status()).as(hook).isEqualTo(400);
            assertThat(answer.code()).as(hook).isEqualTo(4);
        }
        assertThat(hooks()).isEqualTo(before);
    }

    @Test
    void otherKeysLeaveTheHooksAlone() {
        simulator.hook("https://a.example.org/hook");
        simulator.patch("/api/v2/app", "{\"enable_hook_payload_compression\":true}");

        assertThat(hooks()).hasSize(1);
        assertThat(simulator
                        .get("/api/v2/app")
                        .body()
                        .at("/app/enable_hook_payload_compression")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void howTheAppChecksIsKeptAndAnswered() {
        assertThat(checks()).isEqualTo("false false v2");

        simulator.patch(
                "/api/v2/app",
                "{\"disable_auth_checks\":true,\"disable_permissions_checks\":true,\"permission_version\":\"v1\"}");

        assertThat(checks()).isEqualTo("true true v1");
        assertThat(simulator
                        .patch("/api/v2/app", "{\"permission_version\":\"v3\"}")
                        .code())
                .isEqualTo(4);
    }

    private String checks() {
        JsonNode app = simulator.get("/api/v2/app").body().path("app");
        return app.path("disable_auth_checks").asText()
                + " " + app.path("disable_permissions_checks").asText()
                + " " + app.path("permission_version").asText();
    }

    @Test
    void theOldWebhookUrlIsUsedWhileThereIsNoHook() {
        try (HookReceiver old = new HookReceiver();
                HookReceiver current = new HookReceiver()) {
            simulator.patch(
                    "/api/v2/app",
                    "{\"webhook_url\":\"%s\",\"webhook_events\":[\"call.live_started\"]}".formatted(old.url()));
            simulator.livestream("main", "mara");
            simulator.goLive("main");
            old.await("call.live_started", 1);

            simulator.hook(current.url(), "call.live_started");
            simulator.goLive("main");
            current.await("call.live_started", 1);
            assertThat(old.deliveries()).hasSize(1);
            assertThat(simulator
                            .get("/api/v2/app")
                            .body()
                            .at("/app/webhook_url")
                            .asText())
                    .isEqualTo(old.url());
        }
    }

    private JsonNode hooks() {
        return simulator.get("/api/v2/app").body().at("/app/event_hooks");
    }

    private Answer write(ArrayNode hooks) {
        return simulator.patch(
                "/api/v2/app", JSON.createObjectNode().set("event_hooks", hooks).toString());
    }
}
