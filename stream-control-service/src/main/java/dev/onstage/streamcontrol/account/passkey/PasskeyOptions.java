package dev.onstage.streamcontrol.account.passkey;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What is asked of an authenticator, in the form that {@code PublicKeyCredential.parseCreationOptionsFromJSON} and
 * {@code parseRequestOptionsFromJSON} of browsers take.
 */
final class PasskeyOptions {

    private static final String REQUIRED = "required";

    private PasskeyOptions() {}

    /** To make a passkey. */
    record Creation(
            RelyingParty rp,
            User user,
            String challenge,
            List<Parameter> pubKeyCredParams,
            long timeout,
            List<Credential> excludeCredentials,
            Selection authenticatorSelection,
            String attestation) {}

    /** To use one: whichever the person chooses. */
    record Request(
            String challenge, long timeout, String rpId, List<Credential> allowCredentials, String userVerification) {
        static Request of(String challenge, long timeout, String host) {
            return new Request(challenge, timeout, host, List.of(), REQUIRED);
        }
    }

    /** Us. */
    record RelyingParty(String id, String name) {}

    /** The person; {@code id} is base64url. */
    record User(String id, String name, String displayName) {}

    /** A kind of signature, by its number. */
    record Parameter(String type, long alg) {
        static Parameter of(long algorithm) {
            return new Parameter("public-key", algorithm);
        }
    }

    /** A passkey that there is. */
    record Credential(String type, String id) {
        static Credential of(String id) {
            return new Credential("public-key", id);
        }
    }

    /** It has to know its owner by itself, and to make sure that it is the owner who uses it. */
    record Selection(
            String residentKey,
            @JsonProperty("requireResidentKey") boolean resident,
            String userVerification) {
        static final Selection OF_OWNER = new Selection(REQUIRED, true, REQUIRED);
    }
}
