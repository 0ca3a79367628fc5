package dev.onstage.notifier.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onstage.support.json.MultiLine;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One form of a message. Texts may hold variables in braces, see {@link Variable}; a backslash before one makes it a brace. Null
 * takes the default, an empty text or list leaves the part out.
 *
 * @param content the line above the embed; the ping stands in front of it
 * @param title the embed's headline, linked to the channel page
 * @param description the text below it
 * @param color {@code #RRGGBB}, the bar beside the embed
 * @param thumbnailUrl a small picture in the corner
 * @param imageUrl a large picture below the text
 * @param fields small tables of name and value; one whose variables are not known yet is left out
 * @param footer the last line
 * @param buttonLabel the words on the button that leads to the channel page
 */
@Schema(name = "FormTemplate")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FormTemplate(
        @Nullable @MultiLine @Size(max = MOST) String content,
        @Nullable @Size(max = MOST) String title,
        @Nullable @MultiLine @Size(max = MOST) String description,
        @Nullable @Size(max = 20) String color,
        @Nullable @Size(max = MOST) String thumbnailUrl,
        @Nullable @Size(max = MOST) String imageUrl,
        @Nullable @Size(max = 100) List<@NotNull @Valid FieldTemplate> fields,
        @Nullable @MultiLine @Size(max = MOST) String footer,
        @Nullable @Size(max = MOST) String buttonLabel) {
    /** More than any receiver takes; what one takes exactly is checked with its own words. */
    static final int MOST = 6000;

    /** Everything as by default. */
    public static final FormTemplate DEFAULT = new FormTemplate(null, null, null, null, null, null, null, null, null);
}
