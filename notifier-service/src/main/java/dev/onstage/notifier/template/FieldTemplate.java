package dev.onstage.notifier.template;

import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A field of an embed.
 *
 * @param name its heading, with variables
 * @param value its text, with variables
 * @param inline whether it may stand beside others
 */
@Schema(name = "FieldTemplate")
public record FieldTemplate(@NotNull String name, @NotNull String value, boolean inline) {}
