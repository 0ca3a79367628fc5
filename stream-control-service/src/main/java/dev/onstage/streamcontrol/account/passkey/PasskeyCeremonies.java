package dev.onstage.streamcontrol.account.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Checks what authenticators answer. The person must be there and have unlocked the authenticator, since a passkey stands for the
 * password. Who made it is not asked: no attestation is wanted, and none is looked at.
 */
public final class PasskeyCeremonies {

    private static final Logger LOG = Logger.getLogger(PasskeyCeremonies.class);

    private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.RS256);

    private static final List<PublicKeyCredentialParameters> PARAMETERS = ALGORITHMS.stream()
            .map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
            .toList();

    private final Origin origin;
    private final String host;
    private final WebAuthnManager manager;
    private final AttestedCredentialDataConverter publicData;

    /** For the page at this address. */
    public PasskeyCeremonies(URI page) {
        ObjectConverter converter = new ObjectConverter();
        this.origin = Origin.create(page.getScheme() + "://" + page.getRawAuthority());
        this.host = page.getHost();
        this.manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
        this.publicData = new AttestedCredentialDataConverter(converter);
    }

    /** What a passkey is bound to: the host of the page. */
    public String host() {
        return host;
    }

    /** The signatures that are understood, the one that is wanted most first (RFC 8152). */
    public static List<Long> algorithms() {
        return ALGORITHMS.stream().map(COSEAlgorithmIdentifier::getValue).toList();
    }

    /** What is to be kept of a new authenticator; empty when the answer does not hold. */
    public Optional<RegisteredPasskey> register(PasskeyAnswer answer) {
        try {
            RegistrationData data = manager.parseRegistrationResponseJSON(answer.json());
            RegistrationData verified =
                    manager.verify(data, new RegistrationParameters(server(answer), PARAMETERS, true, true));
            if (verified.getAttestationObject() == null) {
                return Optional.empty();
            }
            AuthenticatorData<?> told = verified.getAttestationObject().getAuthenticatorData();
            AttestedCredentialData credential = told.getAttestedCredentialData();
            return credential == null
                    ? Optional.empty()
                    : Optional.of(new RegisteredPasskey(
                            encode(credential.getCredentialId()),
                            encode(publicData.convert(credential)),
                            told.getSignCount(),
                            told.isFlagBE(),
                            told.isFlagBS()));
        } catch (DataConversionException | VerificationException refused) {
            return refuse(refused);
        }
    }

    /** The same authenticator after its answer; empty when the answer does not hold. */
    public Optional<RegisteredPasskey> authenticate(PasskeyAnswer answer, RegisteredPasskey known) {
        try {
            AuthenticationData data = manager.parseAuthenticationResponseJSON(answer.json());
            AuthenticationData verified = manager.verify(
                    data, new AuthenticationParameters(server(answer), credential(known), null, true, true));
            AuthenticatorData<?> told = verified.getAuthenticatorData();
            return told == null
                    ? Optional.empty()
                    : Optional.of(new RegisteredPasskey(
                            known.credentialId(),
                            known.publicData(),
                            told.getSignCount(),
                            known.backupEligible(),
                            told.isFlagBS()));
        } catch (DataConversionException | VerificationException refused) {
            return refuse(refused);
        }
    }

    private static Optional<RegisteredPasskey> refuse(RuntimeException refused) {
        LOG.debugf(
                "An answer of an authenticator was refused: %s",
                refused.getClass().getSimpleName());
        return Optional.empty();
    }

    private ServerProperty server(PasskeyAnswer answer) {
        return ServerProperty.builder()
                .origin(origin)
                .rpId(host)
                .challenge(new DefaultChallenge(Base64.getUrlDecoder().decode(answer.challenge())))
                .build();
    }

    private CredentialRecordImpl credential(RegisteredPasskey known) {
        @Nullable Boolean always = true;
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                always,
                known.backupEligible(),
                known.backedUp(),
                known.signCount(),
                publicData.convert(Base64.getUrlDecoder().decode(known.publicData())),
                null,
                null,
                null,
                null);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
