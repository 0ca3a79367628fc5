package dev.onstage.support.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedLinesTest {

    private static final String NOT_READY = "SRHCK01001: Reporting health down status: %s";

    @ParameterizedTest
    @CsvSource({
        "'[Consumer clientId=one] Connection to node -1 (localhost/127.0.0.1:9092) failed authentication due to: x', true",
        "'[Consumer clientId=one] Connection to node {} ({}) failed authentication due to: {}', true",
        "'[Consumer clientId=one] Uncaught error in request completion:', false",
    })
    void shouldKnowALineOfEachAttemptToLogIn(String message, boolean expected) {
        assertThat(ExpectedLines.isOfAConnection(new LogRecord(Level.SEVERE, message)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"UP, UP, false", "UP, DOWN, false", "DOWN, UP, true", "DOWN, DOWN, true"})
    void shouldKnowALineOfACopyThatDrains(String drain, String other, boolean expected) {
        LogRecord line = new LogRecord(Level.INFO, NOT_READY);
        line.setParameters(new Object[] {
            "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"Graceful Shutdown\",\"status\":\"" + drain
                    + "\"},{\"name\":\"A durable place has been within reach\",\"status\":\"" + other + "\"}]}"
        });

        assertThat(ExpectedLines.isOfADrain(line)).isEqualTo(expected);
    }

    @Test
    void shouldKnowALineOfAReaderWhoLeft() {
        LogRecord line =
                new LogRecord(Level.SEVERE, "Exception in SSE server handling, impossible to send it to client");
        assertThat(ExpectedLines.isOfAReaderWhoLeft(line)).isFalse();

        line.setThrown(new IllegalStateException("A state has no JSON form"));
        assertThat(ExpectedLines.isOfAReaderWhoLeft(line)).isFalse();

        line.setThrown(new ConnectException("PostgreSQL takes no connections"));
        assertThat(ExpectedLines.isOfAReaderWhoLeft(line)).isFalse();

        line.setThrown(new IOException("Broken pipe"));
        assertThat(ExpectedLines.isOfAReaderWhoLeft(line)).isTrue();

        line.setThrown(new HttpClosedException("Connection was closed"));
        assertThat(ExpectedLines.isOfAReaderWhoLeft(line)).isTrue();
    }

    @Test
    void shouldLetThroughWhateverElseIsSaidOfHealth() {
        assertThat(ExpectedLines.isOfADrain(new LogRecord(Level.SEVERE, "SRHCK01000: Error processing Health Checks")))
                .isFalse();
        assertThat(ExpectedLines.isOfADrain(new LogRecord(Level.INFO, NOT_READY)))
                .isFalse();
    }
}
