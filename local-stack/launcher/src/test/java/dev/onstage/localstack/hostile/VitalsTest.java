package dev.onstage.localstack.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VitalsTest {

    private static final String METRICS = """
        # HELP jvm_memory_used_bytes The amount of used memory
        # TYPE jvm_memory_used_bytes gauge
        jvm_memory_used_bytes{area="heap",id="Eden Space"} 1048576.0
        jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 4.194304E7
        jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 9.0E7
        webhook_in_flight 3.0
        webhook_in_flight_bytes 800000.0
        event_streams_open 20.0
        http_server_active_requests 4.0
        """;

    @Test
    void shouldReadTheHeapAndWhatIsUnderWay() {
        assertThat(Vitals.read("ingest", METRICS))
                .isEqualTo(new Vitals(
                        "ingest",
                        41L << 20,
                        Map.of(
                                "webhook_in_flight",
                                3L,
                                "webhook_in_flight_bytes",
                                800_000L,
                                "event_streams_open",
                                20L)));
    }

    @Test
    void shouldNoticeAPlaceThatWasNotGivenBack() {
        Vitals before = vitals(40, 0);

        assertThat(vitals(40, 0).notBack(before)).isEmpty();
        assertThat(vitals(40, 800_000).notBack(before))
                .containsExactly("webhook_in_flight_bytes of ingest is 800000 and was 0");
    }

    @Test
    void shouldNoticeAHeapThatGrows() {
        Vitals before = vitals(40, 0);

        assertThat(vitals(98, 0).notBack(before)).as("caches fill").isEmpty();
        assertThat(vitals(99, 0).notBack(before)).containsExactly("the heap of ingest is 99 MiB and was 40 MiB");
    }

    private static Vitals vitals(long heapMebibytes, long bytes) {
        return new Vitals("ingest", heapMebibytes << 20, Map.of("webhook_in_flight_bytes", bytes));
    }
}
