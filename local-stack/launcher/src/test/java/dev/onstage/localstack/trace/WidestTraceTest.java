package dev.onstage.localstack.trace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WidestTraceTest {

    private static final List<String> STORY = List.of(
            "webhook-ingest: receive webhook",
            "stream-control: push live",
            "analytics: receive stream.lifecycle.v1",
            "notifier: discord: post live");

    private final Map<String, List<CollectedSpan>> traces = new LinkedHashMap<>();

    @Test
    void shouldBeTheOneThatWentThroughMostServices() {
        add(
                "delivery",
                "webhook-ingest: receive webhook",
                "webhook-ingest: a",
                "webhook-ingest: b",
                "webhook-ingest: c",
                "webhook-ingest: d");
        add("story", STORY);
        add("another delivery", "webhook-ingest: receive webhook", "stream-control: decide");

        assertThat(WidestTrace.of(traces)).contains("story");
        assertThat(WidestTrace.services(requireNonNull(traces.get("delivery")))).isEqualTo(1);
    }

    @Test
    void shouldBeTheOneWithMostKindsOfStepsAmongThose() {
        List<String> more = new ArrayList<>(STORY);
        more.add("stream-control: decide");
        List<String> repeated = new ArrayList<>(STORY);
        repeated.addAll(STORY);
        add("more", more);
        add("repeated", repeated);

        assertThat(WidestTrace.of(traces)).contains("more");
    }

    @Test
    void shouldBeTheLatestOfTheSame() {
        add("first", STORY);
        add("second", STORY);

        assertThat(WidestTrace.of(traces)).contains("second");
    }

    @Test
    void shouldBeNoneOfNone() {
        assertThat(WidestTrace.of(traces)).isEmpty();
    }

    private void add(String id, String... titles) {
        add(id, List.of(titles));
    }

    private void add(String id, List<String> titles) {
        traces.put(
                id,
                titles.stream()
                        .map(title -> title.split(": ", 2))
                        .map(parts -> new CollectedSpan(id, "1", "", parts[0], parts[1], 0, 1, false, Map.of(), ""))
                        .toList());
    }
}
