package dev.onstage.localstack.rolling;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * How a reader got the stream back that it had lost.
 *
 * @param lostAt when the stream ended
 * @param attempts to get it again, the last of which succeeded
 * @param waited from the end to the last attempt
 * @param connecting from there to the connection
 * @param answering from there to the head of the answer
 * @param beginning from there to the first bytes of the stream
 */
public record Comeback(
        Instant lostAt, int attempts, Duration waited, Duration connecting, Duration answering, Duration beginning) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** None at all. */
    static final Comeback NONE =
            new Comeback(Instant.EPOCH, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** For how long the reader was without the stream. */
    Duration gap() {
        return waited.plus(connecting).plus(answering).plus(beginning);
    }

    /** Where the time went. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "from %s UTC on; %d ms passed before attempt %d, %d ms until it was connected, %d ms until the answer and %d ms until"
                        + " the first bytes",
                TIME.format(lostAt.truncatedTo(ChronoUnit.MILLIS)),
                waited.toMillis(),
                attempts,
                connecting.toMillis(),
                answering.toMillis(),
                beginning.toMillis());
    }
}
