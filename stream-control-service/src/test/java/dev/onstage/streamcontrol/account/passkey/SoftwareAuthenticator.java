package dev.onstage.streamcontrol.account.passkey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onstage.testing.Json;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An authenticator with one passkey (ES256, without attestation) and the browser around it, as WebAuthn Level 2 describes them.
 * What it does wrong is set by the test.
 */
final class SoftwareAuthenticator {

    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int ATTESTED = 0x40;

    private final KeyPair keys;
    private final byte[] credentialId = new byte[32];
    private String userHandle = "";

    /** The page that the browser shows. */
    String origin = "http://127.0.0.1:8080";

    /** Whether the person unlocks it. */
    boolean unlocked = true;

    /** Of the next answer. */
    int count = 1;

    SoftwareAuthenticator() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        new SecureRandom().nextBytes(credentialId);
    }

    /** Makes the passkey; the RegistrationResponseJSON. */
    Map<String, Object> create(Json options) {
        userHandle = options.getString("user.id");
        byte[] clientData = clientData("webauthn.create", options.getString("challenge"));
        ByteArrayOutputStream credential = new ByteArrayOutputStream();
        credential.writeBytes(new byte[16]);
        credential.writeBytes(
                ByteBuffer.allocate(2).putShort((short) credentialId.length).array());
        credential.writeBytes(credentialId);
        credential.writeBytes(publicKey());
        byte[] told = told(options.getString("rp.id"), ATTESTED, credential.toByteArray());
        ByteArrayOutputStream attestation = new ByteArrayOutputStream();
        // CBOR: a map of fmt, attStmt and authData.
        attestation.write(0xa3);
        attestation.writeBytes(text("fmt"));
        attestation.writeBytes(text("none"));
        attestation.writeBytes(text("attStmt"));
        attestation.write(0xa0);
        attestation.writeBytes(text("authData"));
        attestation.writeBytes(bytes(told));
        return answer(
                Map.of("clientDataJSON", encode(clientData), "attestationObject", encode(attestation.toByteArray())));
    }

    /** Uses the passkey; the AuthenticationResponseJSON. */
    Map<String, Object> get(Json options) {
        byte[] clientData = clientData("webauthn.get", options.getString("challenge"));
        byte[] told = told(options.getString("rpId"), 0, new byte[0]);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(told);
            signature.update(sha256(clientData));
            return answer(Map.of(
                    "clientDataJSON", encode(clientData),
                    "authenticatorData", encode(told),
                    "signature", encode(signature.sign()),
                    "userHandle", userHandle));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> answer(Map<String, Object> response) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", encode(credentialId));
        answer.put("rawId", encode(credentialId));
        answer.put("type", "public-key");
        answer.put("response", response);
        answer.put("clientExtensionResults", Map.of());
        return answer;
    }

    private byte[] clientData(String type, String challenge) {
        return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
                .formatted(type, challenge, origin)
                .getBytes(UTF_8);
    }

    private byte[] told(String host, int flags, byte[] credential) {
        ByteBuffer told = ByteBuffer.allocate(37 + credential.length);
        told.put(sha256(host.getBytes(US_ASCII)));
        told.put((byte) (flags | PRESENT | (unlocked ? VERIFIED : 0)));
        told.putInt(count++);
        told.put(credential);
        return told.array();
    }

    /** COSE (RFC 8152): EC2, ES256, P-256, x, y. */
    private byte[] publicKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ByteArrayOutputStream cose = new ByteArrayOutputStream();
        cose.writeBytes(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21});
        cose.writeBytes(bytes(coordinate(key.getW().getAffineX())));
        cose.write(0x22);
        cose.writeBytes(bytes(coordinate(key.getW().getAffineY())));
        return cose.toByteArray();
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] coordinate = new byte[32];
        int length = Math.min(signed.length, coordinate.length);
        System.arraycopy(signed, signed.length - length, coordinate, coordinate.length - length, length);
        return coordinate;
    }

    private static byte[] text(String text) {
        ByteArrayOutputStream cbor = new ByteArrayOutputStream();
        cbor.write(0x60 | text.length());
        cbor.writeBytes(text.getBytes(US_ASCII));
        return cbor.toByteArray();
    }

    private static byte[] bytes(byte[] content) {
        ByteArrayOutputStream cbor = new ByteArrayOutputStream();
        cbor.write(0x58);
        cbor.write(content.length);
        cbor.writeBytes(content);
        return cbor.toByteArray();
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }
}
