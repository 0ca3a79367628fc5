package dev.onstage.notifier.discord;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of an execute or edit call. {@code allowed_mentions} goes with each: an edit does not remember the one of the
 * original.
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record DiscordMessage(List<Embed> embeds, AllowedMentions allowedMentions, List<ActionRow> components) {
    /** Nobody is ever pinged, whatever a title contains. */
    record AllowedMentions(List<String> parse) {
        static final AllowedMentions NONE = new AllowedMentions(List.of());
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Embed(
            String title,
            @Nullable String url,
            @Nullable String description,
            int color,
            @Nullable Instant timestamp,
            @Nullable Author author,
            List<Field> fields,
            Footer footer) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Author(String name, @Nullable String url) {}

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
