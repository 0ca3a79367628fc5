package dev.onstage.support.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeadersTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void shouldReadWhatWasWritten() {
        Headers headers = new RecordHeaders();

        TraceHeaders.write(headers, TRACE);

        assertThat(TraceHeaders.read(headers)).isEqualTo(TRACE);
    }

    @Test
    void shouldWriteNothingForNoTrace() {
        Headers headers = new RecordHeaders();

        TraceHeaders.write(headers, null);

        assertThat(headers.toArray()).isEmpty();
        assertThat(TraceHeaders.read(headers)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "00", "x" + TRACE, TRACE + "-x", "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"})
    void shouldNotBelieveWhatHasAnotherForm(String text) {
        Headers headers = new RecordHeaders().add(Tracing.TRACE_PARENT, text.getBytes(StandardCharsets.UTF_8));

        assertThat(TraceHeaders.read(headers)).isNull();
    }
}
