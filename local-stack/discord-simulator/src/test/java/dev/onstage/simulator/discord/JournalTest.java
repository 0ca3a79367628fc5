package dev.onstage.simulator.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What survives a restart. */
class JournalTest {
    private static final JsonObject HELLO = new JsonObject().put("content", "Hello");

    private final SettableClock clock = new SettableClock();

    @TempDir
    Path dataDir;

    private SimulatorServer server =
            SimulatorServer.start(0, 0, null, clock).toCompletableFuture().join();
    private Sender sender = new Sender(server);

    @BeforeEach
    void useDataDir() {
        restart();
    }

    @AfterEach
    void stop() {
        server.close().toCompletableFuture().join();
    }

    @Test
    void shouldRememberEverythingAfterARestart() {
        String kept = sender.posted("kept");
        String edited = sender.posted("draft");
        sender.send("PATCH", Sender.WEBHOOK + "/messages/" + edited, "{\"content\":\"final\"}");
        sender.send("DELETE", "/webhooks/222222222222222222/t", null);
        sender.control("PUT", "/_sim/webhooks/333333333333333333", "{\"forum\":true,\"token\":\"t\"}");
        sender.control("DELETE", "/_sim/threads/444444444444444444", null);

        restart();

        assertThat(sender.send("POST", "/webhooks/333333333333333333/t", HELLO.encode())
                        .body())
                .contains("220001");
        assertThat(sender.send("GET", "/webhooks/333333333333333333/u", null).body())
                .contains("50027");
        assertThat(sender.post("?thread_id=444444444444444444", HELLO).body()).contains("10003");

        assertThat(sender.send("GET", Sender.WEBHOOK + "/messages/" + kept, null)
                        .body())
                .contains("kept");
        assertThat(sender.send("GET", Sender.WEBHOOK + "/messages/" + edited, null)
                        .body())
                .contains("final");
        assertThat(sender.send("GET", "/webhooks/222222222222222222/t", null).statusCode())
                .isEqualTo(404);
        assertThat(Long.parseLong(sender.posted("next"))).isGreaterThan(Long.parseLong(edited));
    }

    @Test
    void shouldReadTheJournalOfAnEarlierVersion() throws IOException {
        Files.writeString(dataDir.resolve("journal.jsonl"), """
                {"pinned":"111111111111111111","token":"t"}
                {"id":"5","webhookId":"111111111111111111","threadId":null,"createdAt":"2026-03-01T17:00:00Z",\
                "editedAt":null,"deletedAt":null,"edits":0,"payload":{"content":"old"}}
                {"removed":"222222222222222222"}
                """);
        restart();

        assertThat(sender.send("GET", "/webhooks/111111111111111111/t/messages/5", null)
                        .body())
                .contains("old");
        assertThat(sender.send("GET", "/webhooks/111111111111111111/u", null).statusCode())
                .isEqualTo(401);
        assertThat(sender.send("GET", "/webhooks/222222222222222222/t", null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldForgetAllMessagesOnDemand() {
        sender.posted("old");
        sender.control("DELETE", "/_sim/messages", null);
        restart();

        assertThat(sender.messages()).isEmpty();
    }

    private void restart() {
        server.close().toCompletableFuture().join();
        server = SimulatorServer.start(0, 0, dataDir.toString(), clock)
                .toCompletableFuture()
                .join();
        sender = new Sender(server);
    }
}
