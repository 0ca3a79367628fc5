package dev.onstage.localstack.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.localstack.client.DiscordSimulatorApi;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows that a scan can fail. */
class SecretScanTest {

    private static final String LABEL = "the token of webhook 1";
    private static final String TOKEN = token();

    private final SecretScan scan = new SecretScan(
            Map.of(LABEL, TOKEN, "a key with other letters", "k3+/k3+/k3+/k3+/k3+/k3+/k3+/k3+/k3+/k3+/k3w="));

    @TempDir
    private Path directory;

    private static String token() {
        var discord = new DiscordSimulatorApi(URI.create("http://127.0.0.1:1"));
        String url = discord.webhookUrl("123456789012345678");
        return discord.tokensGiven().values().stream()
                .filter(url::endsWith)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldFindNothingInWhatHoldsNoSecret() {
        scan.search(Source.LOG, "a log", "POST /webhooks/1/**** was answered 200; " + TOKEN.substring(0, 10));
        assertThat(scan.report().findings()).isEmpty();
    }

    @Test
    void shouldFindATokenInALog() throws IOException {
        Files.writeString(directory.resolve("notifier.log"), "all is well\nPOST /webhooks/1/" + TOKEN + "\n");
        Files.writeString(directory.resolve("notifier.log.1"), "earlier: " + TOKEN);
        Files.write(directory.resolve("broken.log"), new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
        Files.writeString(directory.resolve("data.bin"), TOKEN);

        LogFiles.search(directory, scan);

        assertThat(scan.report().findings())
                .extracting(ScanReport.Finding::place)
                .containsExactly(
                        directory.resolve("notifier.log") + ", lines 1 to 2",
                        directory.resolve("notifier.log.1") + ", lines 1 to 1");
    }

    @Test
    void shouldFindATokenInTheArgumentsOfAProcessAndNotInItsEnvironment() throws IOException {
        var told = new ProcessBuilder("sh", "-c", "read line", "a name", TOKEN);
        var silent = new ProcessBuilder("sh", "-c", "read line");
        silent.environment().put("TOKEN", TOKEN);
        Process first = told.start();
        Process second = silent.start();
        try {
            CommandLines.search(List.of(first.pid(), second.pid()), scan);
        } finally {
            first.destroy();
            second.destroy();
        }

        assertThat(scan.report().findings())
                .extracting(ScanReport.Finding::place)
                .containsExactly("the command line of process " + first.pid());
    }

    @Test
    void shouldFindATokenInTheKeyAHeaderOrTheValueOfARecord() {
        byte[] token = TOKEN.getBytes(StandardCharsets.UTF_8);
        byte[] nothing = "nothing".getBytes(StandardCharsets.UTF_8);
        var inHeader = new ConsumerRecord<>("topic", 0, 3, nothing, nothing);
        inHeader.headers().add("reason", token);

        TopicRecords.search(new ConsumerRecord<>("topic", 0, 1, token, nothing), scan);
        TopicRecords.search(new ConsumerRecord<>("topic", 0, 2, nothing, token), scan);
        TopicRecords.search(inHeader, scan);
        TopicRecords.search(new ConsumerRecord<>("topic", 0, 4, null, null), scan);

        assertThat(scan.report().findings())
                .extracting(ScanReport.Finding::place)
                .containsExactly(
                        "record 1 of topic, partition 0",
                        "record 2 of topic, partition 0",
                        "record 3 of topic, partition 0");
    }

    @Test
    void shouldFindATokenInAnAnswer() {
        scan.search(
                Source.ANSWER,
                "the answer to GET /api/notifications/channels/a",
                "{\"url\":\"https://x/" + TOKEN + "\"}");
        assertThat(scan.report().broken()).contains(LABEL + " is in the answer to GET /api/notifications/channels/a");
    }

    @Test
    void shouldFindATokenThatIsPercentEncoded() {
        var encoded = new StringBuilder();
        for (byte letter : TOKEN.getBytes(StandardCharsets.UTF_8)) {
            encoded.append("%%%02x".formatted(letter));
        }
        found("url=https%3A%2F%2Fdiscord.com%2Fapi%2Fwebhooks%2F1%2F" + encoded);
        found("key=k3%2B%2Fk3%2B%2Fk3%2B%2Fk3%2B%2Fk3%2B%2Fk3%2B%2Fk3");
    }

    @Test
    void shouldFindATokenThatIsEscapedAsInJson() {
        var escaped = new StringBuilder();
        TOKEN.chars().forEach(letter -> escaped.append("\\u%04X".formatted(letter)));
        found("{\"url\":\"" + escaped + "\"}");
        found("{\"key\":\"k3+\\/k3+\\/k3+\\/k3+\\/k3+\\/k3+\\/k3\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xy", "https://discord.com/api/webhooks/1/"})
    void shouldFindATokenWithinBase64(String before) {
        byte[] whole = (before + TOKEN + "?wait=true").getBytes(StandardCharsets.UTF_8);
        found("a " + Base64.getEncoder().encodeToString(whole));
        found("b " + Base64.getUrlEncoder().withoutPadding().encodeToString(whole));
    }

    @Test
    void shouldFindAHalfOfAToken() {
        found(TOKEN.substring(0, TOKEN.length() / 2) + "…");
        found("…" + TOKEN.substring(TOKEN.length() / 2));
    }

    @Test
    void shouldNeverShowWhatItFound() {
        found("POST /webhooks/1/" + TOKEN);
        assertThat(scan.report().text() + scan.report())
                .contains(LABEL)
                .doesNotContain(TOKEN.substring(0, Needles.SHORTEST_HALF));
    }

    @Test
    void shouldTellThatItSearchedNothing() {
        assertThat(scan.report().broken())
                .containsExactly(
                        "no blocks of logs were searched",
                        "no pages of metrics were searched",
                        "no Kafka records were searched",
                        "no API answers were searched",
                        "no OpenAPI documents were searched",
                        "no steps of traces were searched",
                        "no command lines were searched");
        assertThat(new SecretScan(Map.of()).report().broken()).contains("no secret was looked for");
    }

    @Test
    void shouldRefuseToLookForWhatMayBeFoundByChance() {
        assertThatThrownBy(() -> new SecretScan(Map.of("a password", "hunter2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a password")
                .hasMessageNotContaining("hunter2");
    }

    private void found(String text) {
        int before = scan.report().findings().size();
        scan.search(Source.LOG, "a log", text);
        List<ScanReport.Finding> findings = scan.report().findings();
        assertThat(findings).as(text).hasSizeGreaterThan(before);
    }
}
