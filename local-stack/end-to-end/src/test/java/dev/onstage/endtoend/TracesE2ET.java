package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.localstack.client.EventStream;
import dev.onstage.localstack.trace.CollectedSpan;
import dev.onstage.localstack.trace.CollectedTraces;
import dev.onstage.localstack.trace.TraceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * One webhook, from its receipt to the message at Discord and to the page. That none of what is exported or logged holds a secret
 * is looked at when the stack closes, see {@link StackUnderTest}.
 */
@OnStack
@EnabledIfSystemProperty(named = Nightly.PROPERTY, matches = "true")
class TracesE2ET {

    private static final String CHANNEL = "traced";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldShowTheWayOfAWebhookToDiscordAndToThePage(StackUnderTest stack) throws IOException {
        // Given
        Scenario scenario = Scenario.provisioned(stack, CHANNEL);
        scenario.connectEncoder();
        try (EventStream page = stack.visitor().channel(CHANNEL).liveEvents()) {
            assertThat(page.await(0, live -> !live.path("isLive").asBoolean(), Scenario.PATIENCE))
                    .isPresent();

            // When: it is made live at the provider, whose webhook says so
            scenario.getStream().goLive(scenario.callCid()).orThrow();
            scenario.awaitPosts(1);
            assertThat(page.await(0, live -> live.path("isLive").asBoolean(), Scenario.PATIENCE))
                    .isPresent();
        }

        // Then
        List<CollectedSpan> trace = await().atMost(Scenario.PATIENCE)
                .until(() -> traceOf(stack, "discord: post live"), found -> outline(found)
                        .containsAll(List.of(
                                "          analytics: receive stream.lifecycle.v1",
                                "        stream-control: push live",
                                "  webhook-ingest: receive provider.deliveries.v1",
                                "            notifier: discord: post live")));
        TraceTree tree = TraceTree.of(trace);
        Files.writeString(stack.stack().state().root().resolve("trace.txt"), tree.drawing());
        assertThat(tree.outline())
                .as(tree.drawing())
                .startsWith("webhook-ingest: receive webhook")
                .containsSubsequence(
                        "  stream-control: receive provider.call.v1",
                        "    stream-control: follow hint",
                        "      stream-control: GetStream: read the call",
                        "      stream-control: decide CallSeen",
                        "        stream-control: send stream.lifecycle.v1",
                        "          notifier: receive stream.lifecycle.v1",
                        "            notifier: discord: post live")
                .contains(
                        "  webhook-ingest: receive provider.deliveries.v1",
                        "        stream-control: push live",
                        "          analytics: receive stream.lifecycle.v1");
        assertThat(trace)
                .filteredOn(span -> span.attributes().containsKey("onstage.channel.id"))
                .allSatisfy(span -> assertThat(span.attributes()).containsEntry("onstage.channel.id", CHANNEL));
        assertThat(trace)
                .filteredOn(span -> span.name().equals("push live"))
                .singleElement()
                .satisfies(push -> assertThat(push.attributes()).containsEntry("onstage.readers", "1"));

        String traceId = trace.get(0).traceId();
        assertThat(fieldsOfLines(stack, "stream-control"))
                .contains(Map.of("traceId", traceId, "channelId", CHANNEL, "epoch", "1"));
        assertThat(fieldsOfLines(stack, "notifier"))
                .anySatisfy(fields ->
                        assertThat(fields).containsEntry("traceId", traceId).containsEntry("channelId", CHANNEL));

        scenario.getStream().stopLive(scenario.callCid()).orThrow();
        scenario.awaitState("READY");
    }

    private static List<String> outline(List<CollectedSpan> trace) {
        return TraceTree.of(trace).outline();
    }

    /** The trace with the step of that name for this channel; empty while it was not exported. */
    private static List<CollectedSpan> traceOf(StackUnderTest stack, String name) {
        return new CollectedTraces(stack.stack().state().traces())
                .byTrace().values().stream()
                        .filter(trace -> trace.stream()
                                .anyMatch(span -> span.name().equals(name)
                                        && CHANNEL.equals(span.attributes().get("onstage.channel.id"))))
                        .findFirst()
                        .orElse(List.of());
    }

    /** What the lines of a service have beside their text, as far as it is about a trace or a channel. */
    private static List<Map<String, String>> fieldsOfLines(StackUnderTest stack, String service) {
        try (Stream<String> lines = Files.lines(stack.stack().state().log(service))) {
            return lines.filter(line -> line.startsWith("{"))
                    .map(TracesE2ET::fieldsOf)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Map<String, String> fieldsOf(String line) {
        try {
            JsonNode mdc = JSON.readTree(line).path("mdc");
            Map<String, String> fields = new HashMap<>();
            for (String name : List.of("traceId", "channelId", "epoch")) {
                if (mdc.hasNonNull(name)) {
                    fields.put(name, mdc.path(name).asText());
                }
            }
            return fields;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
