package dev.onstage.localstack.trace;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what the OpenTelemetry protocol carries. */
final class ExportedSpans {

    private static final String SERVICE_NAME = "service.name";

    private ExportedSpans() {}

    static List<CollectedSpan> of(ExportTraceServiceRequest request) {
        List<CollectedSpan> spans = new ArrayList<>();
        for (ResourceSpans exported : request.getResourceSpansList()) {
            Map<String, String> resource = texts(exported.getResource().getAttributesList());
            for (ScopeSpans scope : exported.getScopeSpansList()) {
                String origin = resource + " " + scope.getScope();
                scope.getSpansList().forEach(span -> spans.add(span(span, resource, origin)));
            }
        }
        return spans;
    }

    private static CollectedSpan span(Span span, Map<String, String> resource, String origin) {
        return new CollectedSpan(
                hex(span.getTraceId().toByteArray()),
                hex(span.getSpanId().toByteArray()),
                hex(span.getParentSpanId().toByteArray()),
                resource.getOrDefault(SERVICE_NAME, "?"),
                span.getName(),
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                texts(span.getAttributesList()),
                origin + " " + span.getTraceState() + " " + span.getEventsList() + span.getLinksList()
                        + span.getStatus().getMessage());
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        Map<String, String> texts = new TreeMap<>();
        for (KeyValue attribute : attributes) {
            var value = attribute.getValue();
            texts.put(
                    attribute.getKey(),
                    value.hasStringValue()
                            ? value.getStringValue()
                            : value.toString().strip());
        }
        return texts;
    }

    private static String hex(byte[] id) {
        return HexFormat.of().formatHex(id);
    }
}
