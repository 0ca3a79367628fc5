package dev.onstage.localstack.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCollectorTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    private Path directory;

    @Test
    void shouldKeepAllThatAServiceExports() throws IOException, InterruptedException {
        var traces = new CollectedTraces(directory.resolve("traces.jsonl"));
        try (TraceCollector collector = TraceCollector.start(traces)) {
            assertThat(post(collector, exported().toByteArray())).isEqualTo(200);
            assertThat(post(collector, new byte[] {1, 2, 3})).isEqualTo(400);
        }

        assertThat(traces.byTrace()).containsOnlyKeys(TRACE);
        CollectedSpan span = traces.all().get(0);
        assertThat(span.service()).isEqualTo("ingest");
        assertThat(span.name()).isEqualTo("receive");
        assertThat(span.isFirst()).isTrue();
        assertThat(span.attributes()).isEqualTo(Map.of("told", "of the step"));
        assertThat(span.toString()).contains("of the service", "of the event");
    }

    @Test
    void shouldDrawAStepUnderTheOneItFollowsFrom() {
        TraceTree tree = TraceTree.of(List.of(
                span("3", "2", "c", 30, 40),
                span("2", "1", "b", 10, 40),
                span("4", "1", "d", 5, 6),
                span("1", "", "a", 0, 50)));

        assertThat(tree.outline()).containsExactly("s: a", "  s: d", "  s: b", "    s: c");
        assertThat(tree.drawing().lines().skip(2)).hasSize(4).allSatisfy(line -> assertThat(line)
                .contains("|", "=", " ms"));
    }

    private static CollectedSpan span(String id, String parent, String name, long from, long to) {
        return new CollectedSpan(TRACE, id, parent, "s", name, from, to, false, Map.of(), "");
    }

    private static ExportTraceServiceRequest exported() {
        Span span = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(TRACE)))
                .setSpanId(ByteString.copyFrom(new byte[8]))
                .setName("receive")
                .addAttributes(text("told", "of the step"))
                .addEvents(Span.Event.newBuilder().addAttributes(text("more", "of the event")))
                .build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder()
                                .addAttributes(text("service.name", "ingest"))
                                .addAttributes(text("else", "of the service")))
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build();
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static int post(TraceCollector collector, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(collector.endpoint().resolve("/v1/traces"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
