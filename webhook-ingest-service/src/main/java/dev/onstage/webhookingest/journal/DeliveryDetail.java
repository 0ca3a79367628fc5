package dev.onstage.webhookingest.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One delivery with its body.
 *
 * @param delivery the attempt asked for, and those after it
 * @param body the JSON as it was signed, number for number; absent when there is none or it is not JSON
 * @param bodyBase64 what was received, when it is not JSON
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeliveryDetail(
        DeliveryPage.Delivery delivery,

        @JsonRawValue @Schema(type = SchemaType.OBJECT) @Nullable String body,

        @Nullable String bodyBase64) {}
