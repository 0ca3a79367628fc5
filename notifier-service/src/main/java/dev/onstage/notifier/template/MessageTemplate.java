package dev.onstage.notifier.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The words of a destination's messages. What is null is said as Onstage says it by default.
 *
 * @param live while the stream is on
 * @param ended once it is over
 */
@Schema(name = "MessageTemplate")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MessageTemplate(
        @Nullable @Valid FormTemplate live, @Nullable @Valid FormTemplate ended) {
    /** Everything as by default. */
    public static final MessageTemplate DEFAULT = new MessageTemplate(null, null);
}
