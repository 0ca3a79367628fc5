package dev.onstage.streamcontrol.account.passkey;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.streamcontrol.account.TokenDelivery;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The answer of an authenticator ({@code AuthenticationResponseJSON}), and whether who signs in takes cookies. */
record PasskeySignInRequest(
        @NotNull @Schema(type = SchemaType.OBJECT) JsonNode credential,
        @Nullable TokenDelivery tokens) {
    @Override
    public String toString() {
        return "PasskeySignInRequest[" + tokens + "]";
    }
}
