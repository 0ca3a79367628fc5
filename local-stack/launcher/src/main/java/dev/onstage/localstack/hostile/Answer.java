package dev.onstage.localstack.hostile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came back.
 *
 * @param status 0 when the connection was closed without an answer, -1 when nothing came
 * @param text the answer as it came, head and body
 */
record Answer(int status, String text) {

    static final Answer HUNG_UP = new Answer(0, "");
    static final Answer SILENCE = new Answer(-1, "");

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})[ \\r\\n]");

    /** Reads the status; nothing at all counts as hung up. */
    static Answer of(String text) {
        Matcher first = STATUS_LINE.matcher(text);
        return text.isEmpty() || !first.lookingAt() ? HUNG_UP : new Answer(Integer.parseInt(first.group(1)), text);
    }
}
