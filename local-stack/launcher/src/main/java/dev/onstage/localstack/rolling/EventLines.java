package dev.onstage.localstack.rolling;

import java.util.Optional;
import java.util.OptionalInt;

/** What a reader needs of the text of an event stream, which comes in pieces of any size. For one thread. */
final class EventLines {

    private static final String RETRY = "retry:";
    private static final String DATA = "data:";

    private final StringBuilder unfinished = new StringBuilder();
    private OptionalInt retryMillis = OptionalInt.empty();
    private Optional<String> data = Optional.empty();

    /** The next piece. */
    void read(String piece) {
        unfinished.append(piece);
        int begin = 0;
        for (int end = unfinished.indexOf("\n"); end >= 0; end = unfinished.indexOf("\n", begin)) {
            line(unfinished.substring(begin, end).strip());
            begin = end + 1;
        }
        unfinished.delete(0, begin);
    }

    private void line(String line) {
        if (line.startsWith(RETRY)) {
            OptionalInt told = millis(line.substring(RETRY.length()).strip());
            retryMillis = told.isPresent() ? told : retryMillis;
        } else if (line.startsWith(DATA)) {
            data = Optional.of(line.substring(DATA.length()).strip());
        }
    }

    /** A browser ignores what is no number too. */
    private static OptionalInt millis(String text) {
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException noNumber) {
            return OptionalInt.empty();
        }
    }

    /** When to come back, if that was ever said. */
    OptionalInt retryMillis() {
        return retryMillis;
    }

    /** The data that was sent last, if any ever was. */
    Optional<String> data() {
        return data;
    }

    /** The connection is over; a line that was not finished never will be. */
    void clear() {
        unfinished.setLength(0);
    }
}
