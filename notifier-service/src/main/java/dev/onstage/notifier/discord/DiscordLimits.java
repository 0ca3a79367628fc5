package dev.onstage.notifier.discord;

import dev.onstage.notifier.destination.Violation;
import dev.onstage.notifier.discord.DiscordMessage.ActionRow;
import dev.onstage.notifier.discord.DiscordMessage.Embed;
import dev.onstage.notifier.discord.DiscordMessage.Field;
import dev.onstage.notifier.discord.DiscordMessage.LinkButton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The lengths beyond which Discord refuses a message, found before it is sent (developers/resources/message.mdx,
 * components/reference.mdx). Lengths are UTF-16 units and inclusive. Parts are called as in a {@code FormTemplate}. What does
 * not depend on what a stream is called is checked by {@link DiscordPresentation}.
 */
final class DiscordLimits {
    static final int CONTENT = 2000;
    static final int TITLE = 256;
    static final int DESCRIPTION = 4096;
    static final int FIELDS = 25;
    static final int FIELD_NAME = 256;
    static final int FIELD_VALUE = 1024;
    static final int FOOTER = 2048;
    static final int AUTHOR = 256;
    /** Over title, description, field names and values, footer and author. */
    static final int EMBED = 6000;

    static final int BUTTON_LABEL = 80;
    static final int BUTTON_URL = 512;
    static final int THREAD_NAME = 100;

    private final List<Violation> found = new ArrayList<>();

    private DiscordLimits() {}

    /** What of this message Discord would refuse; empty when all is well. */
    static List<Violation> check(DiscordMessage message) {
        DiscordLimits limits = new DiscordLimits();
        limits.length("threadName", message.threadName(), THREAD_NAME);
        limits.length("content", message.content(), CONTENT);
        message.embeds().forEach(limits::embed);
        for (ActionRow row : message.components()) {
            row.components().forEach(limits::button);
        }
        return List.copyOf(limits.found);
    }

    private void embed(Embed embed) {
        length("title", embed.title(), TITLE);
        length("description", embed.description(), DESCRIPTION);
        if (embed.fields().size() > FIELDS) {
            add("fields", "are " + embed.fields().size() + "; Discord takes at most " + FIELDS);
        }
        for (int i = 0; i < embed.fields().size(); i++) {
            Field field = embed.fields().get(i);
            length("fields[" + i + "].name", field.name(), FIELD_NAME);
            length("fields[" + i + "].value", field.value(), FIELD_VALUE);
        }
        length("footer", embed.footer() == null ? null : embed.footer().text(), FOOTER);
        length("author", embed.author() == null ? null : embed.author().name(), AUTHOR);
        int sum = sum(embed);
        if (sum > EMBED) {
            add("embed", "has " + number(sum) + " characters in all; Discord takes at most " + number(EMBED));
        }
    }

    private void button(LinkButton button) {
        length("buttonLabel", button.label(), BUTTON_LABEL);
        length("buttonUrl", button.url(), BUTTON_URL);
    }

    private void length(String part, @Nullable String text, int limit) {
        if (text != null && text.length() > limit) {
            add(part, "has " + number(text.length()) + " characters; Discord takes at most " + number(limit));
        }
    }

    private void add(String part, String message) {
        found.add(new Violation(part, message));
    }

    private static int sum(Embed embed) {
        int sum = length(embed.title()) + length(embed.description());
        sum += embed.footer() == null ? 0 : embed.footer().text().length();
        sum += embed.author() == null ? 0 : embed.author().name().length();
        for (Field field : embed.fields()) {
            sum += field.name().length() + field.value().length();
        }
        return sum;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static String number(int value) {
        return String.format(Locale.ENGLISH, "%,d", value);
    }
}
