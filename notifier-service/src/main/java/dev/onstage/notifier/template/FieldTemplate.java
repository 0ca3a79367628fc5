package dev.onstage.notifier.template;

import dev.onstage.support.json.MultiLine;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A field of an embed.
 *
 * @param name its heading, with variables
 * @param value its text, with variables
 * @param inline whether it may stand beside others
 */
@Schema(name = "FieldTemplate")
public record FieldTemplate(
        @NotNull @Size(max = FormTemplate.MOST) String name,
        @NotNull @MultiLine @Size(max = FormTemplate.MOST) String value,
        boolean inline) {}
