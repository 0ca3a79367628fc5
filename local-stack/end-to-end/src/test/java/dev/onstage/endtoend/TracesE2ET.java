package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.localstack.client.EventStream;
import dev.onstage.localstack.trace.CollectedSpan;
import dev.onstage.localstack.trace.CollectedTraces;
import dev.onstage.localstack.trace.TraceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * One webhook, from its receipt to the message at Discord and to the page. That none of what is exported or logged holds a secret
 * is looked at when the stack closes, see {@link StackUnderTest}.
 */
@OnStack
class TracesE2ET {

    private static final String CHANNEL = "traced";
    private static final String FIRST = "webhook-ingest: receive webhook";
    private static final String LAST = "discord: post live";
    private static final List<String> BRANCHES = List.of(
            "          analytics: receive stream.lifecycle.v1",
            "        stream-control: push live",
            "  webhook-ingest: receive provider.deliveries.v1");

    /** A look of the reconciler comes every ten seconds while somebody looks at the broadcast. */
    private static final int MOST_BROADCASTS = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldShowTheWayOfAWebhookToDiscordAndToThePage(StackUnderTest stack) throws IOException {
        // Given
        Scenario scenario = Scenario.provisioned(stack, CHANNEL);
        scenario.connectEncoder();

        // When: it is made live at the provider, whose webhook says so
        Set<String> seen = new HashSet<>();
        List<CollectedSpan> trace;
        try (EventStream page = stack.visitor().channel(CHANNEL).liveEvents()) {
            assertThat(page.await(0, live -> !live.path("isLive").asBoolean(), Scenario.PATIENCE))
                    .isPresent();
            do {
                assertThat(seen).as("broadcasts that no webhook told of first").hasSizeLessThan(MOST_BROADCASTS);
                trace = broadcast(stack, scenario, page, seen);
                seen.add(trace.get(0).traceId());
            } while (!isOfAWebhook(trace));
        }

        // Then
        String traceId = trace.get(0).traceId();
        List<CollectedSpan> whole = await().atMost(Scenario.PATIENCE)
                .until(
                        () -> traces(stack).get(traceId),
                        found -> TraceTree.of(found).outline().containsAll(BRANCHES));
        TraceTree tree = TraceTree.of(whole);
        Files.writeString(stack.stack().state().root().resolve("trace.txt"), tree.drawing());
        assertThat(tree.outline())
                .as(tree.drawing())
                .startsWith(FIRST)
                .containsSubsequence(
                        "  stream-control: receive provider.call.v1",
                        "    stream-control: follow hint",
                        "      stream-control: GetStream: read the call",
                        "      stream-control: decide CallSeen",
                        "        stream-control: send stream.lifecycle.v1",
                        "          notifier: receive stream.lifecycle.v1",
                        "            notifier: " + LAST);
        assertThat(whole)
                .filteredOn(span -> span.attributes().containsKey("onstage.channel.id"))
                .allSatisfy(span -> assertThat(span.attributes()).containsEntry("onstage.channel.id", CHANNEL));
        assertThat(whole)
                .filteredOn(span -> span.name().equals("push live"))
                .isNotEmpty()
                .allSatisfy(push -> assertThat(push.attributes()).containsEntry("onstage.readers", "1"));

        String epoch = Integer.toString(seen.size());
        await().atMost(Scenario.PATIENCE).untilAsserted(() -> {
            assertThat(fieldsOfLines(stack, "stream-control"))
                    .contains(Map.of("traceId", traceId, "channelId", CHANNEL, "epoch", epoch));
            assertThat(fieldsOfLines(stack, "notifier"))
                    .contains(Map.of("traceId", traceId, "channelId", CHANNEL, "epoch", epoch));
        });
    }

    /** Goes live and ends, and returns the trace of what was posted at its begin, as far as it was exported. */
    private static List<CollectedSpan> broadcast(
            StackUnderTest stack, Scenario scenario, EventStream page, Set<String> seen) {
        int told = page.count();
        scenario.getStream().goLive(scenario.callCid()).orThrow();
        assertThat(page.await(told, live -> live.path("isLive").asBoolean(), Scenario.PATIENCE))
                .isPresent();
        Optional<List<CollectedSpan>> posted = await().atMost(Scenario.PATIENCE)
                .until(
                        () -> traces(stack).values().stream()
                                .filter(trace -> hasPosted(trace)
                                        && !seen.contains(trace.get(0).traceId()))
                                .filter(trace -> trace.stream().anyMatch(CollectedSpan::isFirst))
                                .findFirst(),
                        Optional::isPresent);
        scenario.getStream().stopLive(scenario.callCid()).orThrow();
        scenario.awaitState("READY");
        return posted.orElseThrow();
    }

    private static boolean hasPosted(List<CollectedSpan> trace) {
        return trace.stream()
                .anyMatch(span -> span.name().equals(LAST)
                        && CHANNEL.equals(span.attributes().get("onstage.channel.id")));
    }

    /** Otherwise the reconciler looked first. */
    private static boolean isOfAWebhook(List<CollectedSpan> trace) {
        return trace.stream().filter(CollectedSpan::isFirst).allMatch(span -> span.title()
                .equals(FIRST));
    }

    private static Map<String, List<CollectedSpan>> traces(StackUnderTest stack) {
        return new CollectedTraces(stack.stack().state().traces()).byTrace();
    }

    /** What the lines of a service have beside their text, as far as it is about a trace or a channel. */
    private static List<Map<String, String>> fieldsOfLines(StackUnderTest stack, String service) {
        try (Stream<String> lines = Files.lines(stack.stack().state().log(service), StandardCharsets.ISO_8859_1)) {
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
        } catch (JsonProcessingException beingWritten) {
            return Map.of();
        }
    }
}
