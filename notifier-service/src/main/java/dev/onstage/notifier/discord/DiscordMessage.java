package dev.onstage.notifier.discord;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of an execute or edit call. {@code content} and {@code allowed_mentions} go with each, also when there is
 * nothing in them: an edit keeps the text it is not told to change, and does not remember the mentions of the original.
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record DiscordMessage(
        @Nullable String username,
        @Nullable String avatarUrl,
        @Nullable String threadName,
        String content,
        List<Embed> embeds,
        AllowedMentions allowedMentions,
        List<ActionRow> components) {

    /** Who may be notified; nobody else is, whatever a title contains. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AllowedMentions(List<String> parse, @Nullable List<String> roles) {
        static final AllowedMentions NONE = new AllowedMentions(List.of(), null);
        static final AllowedMentions EVERYONE = new AllowedMentions(List.of("everyone"), null);

        static AllowedMentions role(String id) {
            return new AllowedMentions(List.of(), List.of(id));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Embed(
            @Nullable String title,
            @Nullable String url,
            @Nullable String description,
            int color,
            @Nullable Instant timestamp,
            @Nullable Author author,
            @Nullable Picture thumbnail,
            @Nullable Picture image,
            List<Field> fields,
            @Nullable Footer footer) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Author(String name, @Nullable String url) {}

    record Picture(String url) {}

    record Field(String name, String value, boolean inline) {}

    record Footer(String text) {}

    record ActionRow(int type, List<LinkButton> components) {
        static ActionRow of(LinkButton button) {
            return new ActionRow(1, List.of(button));
        }
    }

    record LinkButton(int type, int style, String label, String url) {
        static LinkButton to(String label, String url) {
            return new LinkButton(2, 5, label, url);
        }
    }
}
