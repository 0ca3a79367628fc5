package dev.onstage.notifier.discord;

import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.discord.DiscordMessage.ActionRow;
import dev.onstage.notifier.discord.DiscordMessage.AllowedMentions;
import dev.onstage.notifier.discord.DiscordMessage.Author;
import dev.onstage.notifier.discord.DiscordMessage.Embed;
import dev.onstage.notifier.discord.DiscordMessage.Field;
import dev.onstage.notifier.discord.DiscordMessage.Footer;
import dev.onstage.notifier.discord.DiscordMessage.LinkButton;
import dev.onstage.notifier.stream.StreamSession;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The messages about a session. Everything a person typed is escaped and cut to Discord's limits. */
final class DiscordEmbeds {
    static final int MAX_TITLE = 256;
    static final int MAX_AUTHOR = 256;
    /** Room for a name inside a sentence of the description. */
    static final int MAX_NAME_IN_TEXT = 512;

    private static final int LIVE_COLOR = 0xED4245;
    private static final int ENDED_COLOR = 0x80848E;
    private static final int TEST_COLOR = 0x5865F2;
    private static final Footer FOOTER = new Footer("Onstage");

    private final String publicUrl;

    /** @param publicUrl where the channel pages are, with or without a slash at the end */
    DiscordEmbeds(String publicUrl) {
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    DiscordMessage of(Form form, StreamSession session, boolean withLinks) {
        String link = withLinks ? publicUrl + "/c/" + session.channelId() : null;
        return form == Form.LIVE ? live(session, link) : ended(session, link);
    }

    DiscordMessage test(String channelId) {
        String link = publicUrl + "/c/" + channelId;
        Embed embed = new Embed(
                "This is a test from Onstage",
                null,
                "Messages about the channel **" + DiscordText.escaped(channelId, MAX_NAME_IN_TEXT)
                        + "** will appear here.",
                TEST_COLOR,
                null,
                null,
                List.of(new Field("Channel page", link, false)),
                FOOTER);
        return new DiscordMessage(List.of(embed), AllowedMentions.NONE, List.of());
    }

    private static DiscordMessage live(StreamSession session, @Nullable String link) {
        List<Field> fields = new ArrayList<>();
        Instant startedAt = session.startedAt();
        if (startedAt != null) {
            fields.add(new Field("Started", "<t:" + startedAt.getEpochSecond() + ":R>", true));
        }
        String sentence = "🔴 " + broadcaster(session) + " is live" + (link == null ? "." : ". Come and watch!");
        return message(session, link, sentence, LIVE_COLOR, startedAt, fields, "Watch live");
    }

    private static DiscordMessage ended(StreamSession session, @Nullable String link) {
        List<Field> fields = new ArrayList<>();
        Long seconds = session.durationSeconds();
        if (seconds != null) {
            fields.add(new Field("Duration", duration(Duration.ofSeconds(seconds)), true));
        }
        StreamSession.Figures figures = session.figures();
        if (figures != null) {
            fields.add(new Field("Peak viewers", number(figures.peakViewers()), true));
            fields.add(new Field(
                    "Chat messages",
                    figures.chatComplete()
                            ? number(figures.chatMessages())
                            : "at least " + number(figures.chatMessages()),
                    true));
            fields.add(new Field("Average viewers", number(Math.round(figures.averageViewers())), true));
            fields.add(new Field("Unique viewers", number(figures.uniqueViewers()), true));
        }
        String sentence = broadcaster(session) + " was live. Thanks for watching!";
        return message(session, link, sentence, ENDED_COLOR, session.endedAt(), fields, "Channel page");
    }

    private static DiscordMessage message(
            StreamSession session,
            @Nullable String link,
            String sentence,
            int color,
            @Nullable Instant at,
            List<Field> fields,
            String button) {
        String title = DiscordText.escaped(session.title(), MAX_TITLE);
        String name = DiscordText.plain(session.broadcasterName(), MAX_AUTHOR);
        Embed embed = new Embed(
                title.isEmpty() ? "Live stream" : title,
                link,
                sentence,
                color,
                at,
                name.isEmpty() ? null : new Author(name, link),
                fields,
                FOOTER);
        List<ActionRow> rows = link == null ? List.of() : List.of(ActionRow.of(LinkButton.to(button, link)));
        return new DiscordMessage(List.of(embed), AllowedMentions.NONE, rows);
    }

    private static String broadcaster(StreamSession session) {
        String name = DiscordText.escaped(session.broadcasterName(), MAX_NAME_IN_TEXT);
        return name.isEmpty() ? "The channel" : "**" + name + "**";
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
