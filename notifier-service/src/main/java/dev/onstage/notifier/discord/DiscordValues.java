package dev.onstage.notifier.discord;

import dev.onstage.notifier.stream.StreamSession;
import dev.onstage.notifier.template.Variable;
import dev.onstage.support.text.VisibleText;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a template's variables stand for. What people typed is made safe for the place it goes to: places where Discord
 * reads Markdown get it escaped and times in the reader's zone, all others as it is and times in UTC.
 */
final class DiscordValues {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DiscordValues() {}

    /**
     * For places where Discord reads Markdown.
     *
     * @param link the channel page, null to name no address
     * @param limit the most UTF-16 units of a text that somebody typed
     */
    static Map<Variable, String> markdown(StreamSession session, @Nullable String link, int limit) {
        return values(
                session,
                link,
                text -> DiscordText.escaped(text, limit),
                instant -> "<t:" + instant.getEpochSecond() + ":f>",
                instant -> "<t:" + instant.getEpochSecond() + ":R>");
    }

    /** For places that show a text as it is. */
    static Map<Variable, String> plain(StreamSession session, @Nullable String link, int limit) {
        return values(session, link, text -> DiscordText.plain(text, limit), UTC::format, UTC::format);
    }

    private interface Time {
        String say(Instant instant);
    }

    private static Map<Variable, String> values(
            StreamSession session, @Nullable String link, UnaryOperator<String> typed, Time at, Time ago) {
        Map<Variable, String> values = new EnumMap<>(Variable.class);
        values.put(Variable.TITLE, typed.apply(shown(session.title(), "Live stream")));
        values.put(Variable.BROADCASTER, typed.apply(shown(session.broadcasterName(), "The channel")));
        values.put(Variable.CHANNEL, session.channelId());
        if (link != null) {
            values.put(Variable.CHANNEL_URL, link);
        }
        Instant startedAt = session.startedAt();
        if (startedAt != null) {
            values.put(Variable.STARTED_AT, at.say(startedAt));
            values.put(Variable.STARTED_AGO, ago.say(startedAt));
        }
        Instant endedAt = session.endedAt();
        if (endedAt != null) {
            values.put(Variable.ENDED_AT, at.say(endedAt));
        }
        Long seconds = session.durationSeconds();
        if (seconds != null) {
            values.put(Variable.DURATION, duration(Duration.ofSeconds(seconds)));
        }
        StreamSession.Figures figures = session.figures();
        if (figures != null) {
            values.put(Variable.PEAK_VIEWERS, number(figures.peakViewers()));
            values.put(Variable.AVERAGE_VIEWERS, number(Math.round(figures.averageViewers())));
            values.put(Variable.UNIQUE_VIEWERS, number(figures.uniqueViewers()));
            String messages = number(figures.chatMessages());
            values.put(Variable.MESSAGES, figures.chatComplete() ? messages : "at least " + messages);
        }
        return values;
    }

    private static String shown(String text, String otherwise) {
        return VisibleText.isVisible(text) ? text : otherwise;
    }

    /** "2 h 41 min", "12 min", "48 s": two parts at most, as people say it. */
    static String duration(Duration duration) {
        if (duration.toMinutes() == 0) {
            return duration.toSeconds() + " s";
        }
        long minutes = (duration.toSeconds() + 30) / 60;
        return minutes < 60 ? minutes + " min" : (minutes / 60) + " h " + (minutes % 60) + " min";
    }

    private static String number(long value) {
        return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(value);
    }
}
