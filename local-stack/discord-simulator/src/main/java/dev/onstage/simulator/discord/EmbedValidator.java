package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The embed rules of message.mdx: limits are inclusive and count the trimmed text in UTF-16 units. */
final class EmbedValidator {
    static final int MAX_EMBEDS = 10;
    static final int MAX_TITLE = 256;
    static final int MAX_DESCRIPTION = 4096;
    static final int MAX_FIELDS = 25;
    static final int MAX_FIELD_NAME = 256;
    static final int MAX_FIELD_VALUE = 1024;
    static final int MAX_FOOTER = 2048;
    static final int MAX_AUTHOR = 256;
    static final int MAX_TOTAL = 6000;

    /** With a dot, and with a last part that cannot be a number: every notation of an IP address ends in one. */
    private static final Pattern PUBLIC_NAME = Pattern.compile("(?:[a-z0-9_-]+\\.)+[a-z][a-z0-9-]*");

    private static final List<String> VISIBLE_PARTS =
            List.of("title", "description", "fields", "author", "footer", "image", "thumbnail");

    private final FormErrors errors;
    private int total;

    EmbedValidator(FormErrors errors) {
        this.errors = errors;
    }

    void validate(@Nullable Object value) {
        if (value == null) {
            return;
        }
        if (!(value instanceof JsonArray embeds)) {
            errors.notAList("embeds");
            return;
        }
        if (embeds.size() > MAX_EMBEDS) {
            errors.tooLong("embeds", MAX_EMBEDS);
            return;
        }
        for (int i = 0; i < embeds.size(); i++) {
            validateEmbed("embeds." + i, embeds.getValue(i));
        }
        if (total > MAX_TOTAL) {
            errors.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of " + MAX_TOTAL);
        }
    }

    private void validateEmbed(String path, @Nullable Object value) {
        JsonObject embed = object(path, value);
        if (embed == null) {
            return;
        }
        if (VISIBLE_PARTS.stream().noneMatch(part -> embed.getValue(part) != null)) {
            errors.required(path + ".description");
        }
        text(path + ".title", embed.getValue("title"), MAX_TITLE, false);
        text(path + ".description", embed.getValue("description"), MAX_DESCRIPTION, false);
        url(errors, path + ".url", embed.getValue("url"));
        timestamp(path + ".timestamp", embed.getValue("timestamp"));
        color(path + ".color", embed.getValue("color"));
        for (String part : List.of("image", "thumbnail")) {
            JsonObject image = object(path + "." + part, embed.getValue(part));
            if (image != null && image.getValue("url") == null) {
                errors.required(path + "." + part + ".url");
            } else if (image != null) {
                picture(errors, path + "." + part + ".url", image.getValue("url"));
            }
        }
        JsonObject footer = object(path + ".footer", embed.getValue("footer"));
        if (footer != null) {
            text(path + ".footer.text", footer.getValue("text"), MAX_FOOTER, true);
            picture(errors, path + ".footer.icon_url", footer.getValue("icon_url"));
        }
        JsonObject author = object(path + ".author", embed.getValue("author"));
        if (author != null) {
            text(path + ".author.name", author.getValue("name"), MAX_AUTHOR, true);
            url(errors, path + ".author.url", author.getValue("url"));
            picture(errors, path + ".author.icon_url", author.getValue("icon_url"));
        }
        fields(path + ".fields", embed.getValue("fields"));
    }

    private void fields(String path, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (!(value instanceof JsonArray fields)) {
            errors.notAList(path);
            return;
        }
        if (fields.size() > MAX_FIELDS) {
            errors.tooLong(path, MAX_FIELDS);
            return;
        }
        for (int i = 0; i < fields.size(); i++) {
            JsonObject field = object(path + "." + i, fields.getValue(i));
            if (field != null) {
                text(path + "." + i + ".name", field.getValue("name"), MAX_FIELD_NAME, true);
                text(path + "." + i + ".value", field.getValue("value"), MAX_FIELD_VALUE, true);
                Object inline = field.getValue("inline");
                if (inline != null && !(inline instanceof Boolean)) {
                    errors.notABoolean(path + "." + i + ".inline");
                }
            }
        }
    }

    private void text(String path, @Nullable Object value, int limit, boolean required) {
        if (value == null) {
            if (required) {
                errors.required(path);
            }
            return;
        }
        if (!(value instanceof String text)) {
            errors.notAString(path, value);
            return;
        }
        int length = text.strip().length();
        total += length;
        if (required && length == 0) {
            errors.required(path);
        } else if (length > limit) {
            errors.tooLong(path, limit);
        }
    }

    private void timestamp(String path, @Nullable Object value) {
        if (value == null) {
            return;
        }
        try {
            OffsetDateTime.parse(value.toString());
        } catch (DateTimeException e) {
            errors.add(path, "DATE_TIME_TYPE_PARSE", "Could not parse " + value + ". Should be ISO8601.");
        }
    }

    private void color(String path, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (!(value instanceof Integer color)) {
            errors.notAnInteger(path, value);
        } else if (color < 0) {
            errors.add(path, "NUMBER_TYPE_MIN", "int value should be greater than or equal to 0.");
        } else if (color > 0xFFFFFF) {
            errors.add(path, "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.");
        }
    }

    private @Nullable JsonObject object(String path, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        errors.notAnObject(path);
        return null;
    }

    /** A picture is fetched from outside, so that its host must be a public name and no address. */
    static void picture(FormErrors errors, String path, @Nullable Object value) {
        int before = errors.count();
        url(errors, path, value);
        if (value != null
                && errors.count() == before
                && !isPublicName(URI.create(value.toString()).getHost())) {
            errors.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
    }

    private static boolean isPublicName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return PUBLIC_NAME.matcher(name).matches() && !name.endsWith(".localhost");
    }

    /** One bad address fails the whole message, as with Discord. */
    static void url(FormErrors errors, String path, @Nullable Object value) {
        if (value == null) {
            return;
        }
        try {
            URI uri = new URI(value.toString());
            String scheme = uri.getScheme();
            if (scheme == null || uri.getHost() == null) {
                errors.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
            } else if (!List.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))) {
                errors.add(
                        path,
                        "URL_TYPE_INVALID_SCHEME",
                        "Scheme \"" + scheme + "\" is not supported. Scheme must be one of ('http', 'https').");
            } else if (value.toString().length() > 2048) {
                errors.tooLong(path, 2048);
            }
        } catch (URISyntaxException e) {
            errors.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
    }
}
