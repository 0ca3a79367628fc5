package dev.onstage.streamcontrol.account.passkey;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.support.text.OneLine;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A new passkey: what its owner calls it, and the answer of its authenticator ({@code RegistrationResponseJSON}). */
record NewPasskeyRequest(
        @NotNull @OneLine(max = 80) String label,
        @NotNull @Schema(type = SchemaType.OBJECT) JsonNode credential) {}
