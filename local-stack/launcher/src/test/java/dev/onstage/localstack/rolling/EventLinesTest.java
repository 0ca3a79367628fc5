package dev.onstage.localstack.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventLinesTest {

    private final EventLines lines = new EventLines();

    @Test
    void shouldUnderstandAStreamThatComesInPieces() {
        lines.read("event: live\nret");
        lines.read("ry: 2345\r\nda");
        assertThat(lines.data()).isEmpty();
        lines.read("ta:{\"title\":\"a\"}\n\n:alive\nretry:77\n");

        assertThat(lines.data()).hasValue("{\"title\":\"a\"}");
        assertThat(lines.retryMillis()).hasValue(77);
    }

    @Test
    void shouldForgetAnUnfinishedLineWithItsConnection() {
        lines.read("retry:1234\ndata:{\"tit");
        lines.clear();
        lines.read("data:{}\nretry:soon\n");

        assertThat(lines.data()).hasValue("{}");
        assertThat(lines.retryMillis()).as("no number is ignored").hasValue(1234);
    }
}
