package dev.onstage.localstack.chaos;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One session as the script tells it, and what must be told about it in the end.
 *
 * @param number unique, and part of each title: that is how a message is known
 * @param channelId its channel
 * @param sessionId its id
 * @param titles the title it began with and those it had later; none that came after its end
 * @param before how long it had lasted when it was first told of
 * @param length from start to end
 * @param revisions its figures, in no order
 */
record Broadcast(
        int number,
        String channelId,
        UUID sessionId,
        List<String> titles,
        Duration before,
        Duration length,
        List<Figures> revisions) {

    private static final Pattern TITLE = Pattern.compile("Session (\\d+), take \\d+");

    /** A title of the session with that number. */
    static String title(int number, int take) {
        return "Session " + number + ", take " + take;
    }

    /** The session's number; -1 when the title is none of ours. */
    static int numberIn(String title) {
        Matcher matcher = TITLE.matcher(title);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    /** The last title it had while live. */
    String finalTitle() {
        return titles.get(titles.size() - 1);
    }

    /** The fields a summary must show, by name. */
    Map<String, String> finalFields() {
        Figures last = revisions.stream()
                .max(Comparator.comparingLong(Figures::revision))
                .orElseThrow();
        return Map.of(
                "Duration",
                inWords(length),
                "Peak viewers",
                number(last.peakViewers()),
                "Chat messages",
                (last.chatComplete() ? "" : "at least ") + number(last.chatMessages()),
                "Average viewers",
                number(Math.round(last.averageViewers())),
                "Unique viewers",
                number(last.uniqueViewers()));
    }

    private static String inWords(Duration length) {
        long seconds = length.toSeconds();
        return seconds < 60 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
    }

    private static String number(long value) {
        return String.format(Locale.ENGLISH, "%,d", value);
    }
}
