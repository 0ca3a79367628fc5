package dev.onstage.streamcontrol.account.passkey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/**
 * An authenticator's answer as the browser sends it (RegistrationResponseJSON, AuthenticationResponseJSON), before anything of it
 * is believed: it says which challenge and which credential to check it by.
 *
 * @param json all of it
 * @param credentialId {@code id}
 * @param challenge of the client's data
 * @param userHandle whose credential it is by its own account; empty where it does not say
 */
public record PasskeyAnswer(String json, String credentialId, String challenge, String userHandle) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Empty when it is none. */
    public static Optional<PasskeyAnswer> read(JsonNode answer) {
        try {
            byte[] clientData = Base64.getUrlDecoder()
                    .decode(answer.at("/response/clientDataJSON").asText());
            String challenge = MAPPER.readTree(clientData).path("challenge").asText();
            String credentialId = answer.path("id").asText();
            return challenge.isEmpty() || credentialId.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PasskeyAnswer(
                            answer.toString(),
                            credentialId,
                            challenge,
                            answer.at("/response/userHandle").asText("")));
        } catch (IOException | IllegalArgumentException notAnAnswer) {
            return Optional.empty();
        }
    }
}
