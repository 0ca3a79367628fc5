package dev.onstage.notifier.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a message would look like.
 *
 * @param form which message
 * @param isExample whether it is filled in with an example instead of a session
 * @param payload exactly what would be posted
 */
public record PreviewResponse(
        Form form,
        boolean isExample,
        @Schema(type = SchemaType.OBJECT) JsonNode payload) {}
