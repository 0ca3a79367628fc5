package dev.onstage.notifier.discord;

import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.destination.Violation;
import dev.onstage.notifier.discord.DiscordMessage.ActionRow;
import dev.onstage.notifier.discord.DiscordMessage.AllowedMentions;
import dev.onstage.notifier.discord.DiscordMessage.Author;
import dev.onstage.notifier.discord.DiscordMessage.Embed;
import dev.onstage.notifier.discord.DiscordMessage.Field;
import dev.onstage.notifier.discord.DiscordMessage.Footer;
import dev.onstage.notifier.discord.DiscordMessage.LinkButton;
import dev.onstage.notifier.discord.DiscordMessage.Picture;
import dev.onstage.notifier.stream.StreamSession;
import dev.onstage.notifier.template.FieldTemplate;
import dev.onstage.notifier.template.FormTemplate;
import dev.onstage.notifier.template.TemplateText;
import dev.onstage.notifier.template.TemplateText.Filled;
import dev.onstage.notifier.template.Variable;
import dev.onstage.support.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds messages about a session from a destination's words. */
final class DiscordMessages {
    /**
     * How much of a text that somebody typed is shown, longest first: as much as the message has room for. A template whose
     * own words leave room for none is refused when it is saved.
     */
    private static final int[] TYPED_LIMITS = {256, 224, 192, 160, 128, 96, 64, 48, 32, 16, 1};

    private static final int TEST_COLOR = 0x5865F2;
    private static final int HEXADECIMAL = 16;

    private final String publicUrl;

    /** @param publicUrl where the channel pages are, with or without a slash at the end */
    DiscordMessages(String publicUrl) {
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /** The message about a session; typed text is cut until Discord takes it. */
    DiscordMessage of(Form form, StreamSession session, Presentation presentation, boolean withLinks) {
        DiscordMessage message = build(form, session, presentation, withLinks, TYPED_LIMITS[0]);
        for (int i = 1; i < TYPED_LIMITS.length && !DiscordLimits.check(message).isEmpty(); i++) {
            message = build(form, session, presentation, withLinks, TYPED_LIMITS[i]);
        }
        return message;
    }

    /** What Discord would refuse whatever a stream is called, by part of the form's template. */
    List<Violation> check(Form form, StreamSession longest, Presentation presentation) {
        return DiscordLimits.check(build(form, longest, presentation, true, 1));
    }

    DiscordMessage test(String channelId, Presentation presentation) {
        String link = link(channelId);
        Embed embed = new Embed(
                "This is a test from Onstage",
                link,
                "Messages about the channel **" + DiscordText.escaped(channelId, TYPED_LIMITS[0])
                        + "** will appear here.",
                TEST_COLOR,
                null,
                null,
                null,
                null,
                List.of(),
                new Footer("Onstage"));
        return new DiscordMessage(
                presentation.username(),
                presentation.avatarUrl(),
                presentation.threadName() == null ? null : "Test from Onstage",
                "",
                List.of(embed),
                AllowedMentions.NONE,
                List.of(ActionRow.of(LinkButton.to("Channel page", link))));
    }

    private DiscordMessage build(
            Form form, StreamSession session, Presentation presentation, boolean withLinks, int typed) {
        FormTemplate words = DiscordDefaults.words(form, presentation.template());
        String link = withLinks ? link(session.channelId()) : null;
        Map<Variable, String> markdown = DiscordValues.markdown(session, link, typed);
        Map<Variable, String> plain = DiscordValues.plain(session, link, typed);
        String ping = form == Form.LIVE ? presentation.ping() : null;
        String author = DiscordText.plain(session.broadcasterName(), Math.min(typed, DiscordLimits.AUTHOR));
        String button = filled(words.buttonLabel(), plain);
        String description = blankToNull(filled(words.description(), markdown));
        String title = blankToNull(filled(words.title(), markdown));
        if (title == null && description == null) {
            // Nothing they name is known yet: an embed must say something.
            title = markdown.get(Variable.TITLE);
        }
        Embed embed = new Embed(
                title,
                link,
                description,
                Integer.parseInt(text(words.color()).substring(1), HEXADECIMAL),
                form == Form.LIVE ? session.startedAt() : session.endedAt(),
                author.isEmpty() ? null : new Author(author, link),
                withLinks ? picture(words.thumbnailUrl()) : null,
                withLinks ? picture(words.imageUrl()) : null,
                fields(words, markdown),
                footer(filled(words.footer(), plain)));
        return new DiscordMessage(
                presentation.username(),
                withLinks ? presentation.avatarUrl() : null,
                threadName(presentation, plain),
                content(ping, filled(words.content(), markdown)),
                List.of(embed),
                mentions(ping),
                link == null || DiscordText.isBlank(button)
                        ? List.of()
                        : List.of(ActionRow.of(LinkButton.to(button, link))));
    }

    private static List<Field> fields(FormTemplate words, Map<Variable, String> values) {
        List<Field> fields = new ArrayList<>();
        for (FieldTemplate template : Objects.requireNonNullElse(words.fields(), List.<FieldTemplate>of())) {
            Filled name = TemplateText.fill(template.name(), values);
            Filled value = TemplateText.fill(template.value(), values);
            if (name.complete()
                    && value.complete()
                    && !DiscordText.isBlank(name.text())
                    && !DiscordText.isBlank(value.text())) {
                fields.add(new Field(name.text().strip(), value.text().strip(), template.inline()));
            }
        }
        return fields;
    }

    private static String content(@Nullable String ping, String text) {
        return ping == null ? text : (mention(ping) + " " + text).strip();
    }

    private static String mention(String ping) {
        return isEveryone(ping) ? "@" + ping : "<@&" + ping + ">";
    }

    private static AllowedMentions mentions(@Nullable String ping) {
        if (ping == null) {
            return AllowedMentions.NONE;
        }
        return isEveryone(ping) ? AllowedMentions.EVERYONE : AllowedMentions.role(ping);
    }

    private static boolean isEveryone(String ping) {
        return ping.equals("everyone") || ping.equals("here");
    }

    /** A thread is named once, when it is opened; what its title grows to does not rename it. */
    private static @Nullable String threadName(Presentation presentation, Map<Variable, String> values) {
        if (presentation.threadName() == null) {
            return null;
        }
        String name = DiscordText.plain(filled(presentation.threadName(), values), DiscordLimits.THREAD_NAME);
        return VisibleText.isVisible(name) ? name : values.get(Variable.TITLE);
    }

    private static String filled(@Nullable String template, Map<Variable, String> values) {
        return TemplateText.fill(text(template), values).text().strip();
    }

    private static @Nullable Picture picture(@Nullable String url) {
        return url == null || url.isEmpty() ? null : new Picture(url);
    }

    private static @Nullable Footer footer(String text) {
        return DiscordText.isBlank(text) ? null : new Footer(text);
    }

    private static @Nullable String blankToNull(String text) {
        return DiscordText.isBlank(text) ? null : text;
    }

    private static String text(@Nullable String part) {
        return Objects.requireNonNullElse(part, "");
    }

    private String link(String channelId) {
        return publicUrl + "/c/" + channelId;
    }
}
