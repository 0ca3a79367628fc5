package dev.onstage.localstack.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long people who lost access kept chat and playback, in milliseconds from the command that took it. */
public final class AccessReport {

    /** What is promised of each of them. */
    static final double LOST_WITHIN_MILLIS = 10_000;

    private final List<Row> rows = new ArrayList<>();

    /** What is measured from this moment on. */
    Row begin(String name) {
        var row = new Row(name);
        rows.add(row);
        return row;
    }

    /** Whether everybody lost both in time. */
    public boolean isAsPromised() {
        return rows.stream().allMatch(Row::isAsPromised);
    }

    /** Two lines for each way in which access ends. */
    public String table() {
        StringBuilder text = new StringBuilder(
                "  %-34s %-9s %6s %9s %9s %9s %6s%n".formatted("", "", "people", "p50 ms", "p99 ms", "max ms", "kept"));
        rows.forEach(row -> text.append(row.lines()));
        return text + "%n%s%n".formatted(isAsPromised() ? "Everything is as promised." : "Not as promised: 10 s.");
    }

    /** One way in which access ends. */
    static final class Row {
        private final String name;
        private final List<Double> chat = new ArrayList<>();
        private final List<Double> playback = new ArrayList<>();
        private int chatKept;
        private int playbackKept;

        private Row(String name) {
            this.name = name;
        }

        void chatLost(double millis) {
            chat.add(millis);
        }

        void playbackLost(double millis) {
            playback.add(millis);
        }

        void keptChat() {
            chatKept++;
        }

        void keptPlayback() {
            playbackKept++;
        }

        private boolean isAsPromised() {
            return chatKept == 0
                    && playbackKept == 0
                    && chat.stream().allMatch(millis -> millis <= LOST_WITHIN_MILLIS)
                    && playback.stream().allMatch(millis -> millis <= LOST_WITHIN_MILLIS);
        }

        private String lines() {
            return line(name, "chat", chat, chatKept) + line("", "playback", playback, playbackKept);
        }

        private static String line(String name, String what, List<Double> lost, int kept) {
            return String.format(
                    Locale.ROOT,
                    "  %-34s %-9s %6d %9s %9s %9s %6d%n",
                    name,
                    what,
                    lost.size() + kept,
                    share(lost, 0.5),
                    share(lost, 0.99),
                    share(lost, 1),
                    kept);
        }

        private static String share(List<Double> lost, double share) {
            return lost.isEmpty() ? "-" : String.format(Locale.ROOT, "%.0f", LatencyReport.percentile(lost, share));
        }
    }
}
