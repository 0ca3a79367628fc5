package dev.onstage.simulator.getstream.http;

import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.InvalidJwtSignatureException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes GetStream's tokens: JWTs signed with HS256 over the API secret.
 *
 * <p>No clock skew is forgiven: an {@code iat} in the future is refused as GetStream refuses it.
 */
public final class Tokens {

    private final HmacKey key;
    private final JwtConsumer consumer;
    private final Exclusions exclusions;

    /** Checks with {@code secret} and refuses what {@code exclusions} say was revoked. */
    public Tokens(String secret, Exclusions exclusions) {
        this.key = new HmacKey(secret.getBytes(StandardCharsets.UTF_8));
        this.exclusions = exclusions;
        this.consumer = new JwtConsumerBuilder()
                .setVerificationKey(key)
                .setRelaxVerificationKeyValidation()
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256)
                .setSkipDefaultAudienceValidation()
                .setAllowedClockSkewInSeconds(0)
                .setIssuedAtRestrictions(0, Integer.MAX_VALUE)
                .build();
    }

    /** Who the token speaks for; refuses with GetStream's code for what is wrong with it. */
    public Caller verify(String token) {
        JwtClaims claims = claims(token);
        try {
            if (Boolean.TRUE.equals(claims.getClaimValue("server", Boolean.class))) {
                return Caller.server();
            }
            String userId = claims.getStringClaimValue("user_id");
            if (userId == null || userId.isEmpty()) {
                throw ApiError.of(Code.AUTHENTICATION, "token has neither user_id nor server");
            }
            Instant issuedAt = issuedAt(claims);
            if (exclusions.revoked(userId, issuedAt)) {
                throw ApiError.of(Code.TOKEN_EXPIRED, "token was revoked");
            }
            List<String> cids = claims.hasClaim("call_cids") ? claims.getStringListClaimValue("call_cids") : List.of();
            String callRole = cids.isEmpty() ? null : claims.getStringClaimValue("role");
            Caller.Kind kind = userId.equals(Caller.ANONYMOUS_ID) ? Caller.Kind.ANONYMOUS : Caller.Kind.USER;
            return new Caller(kind, userId, callRole, Set.copyOf(cids), issuedAt);
        } catch (MalformedClaimException e) {
            throw ApiError.of(Code.AUTHENTICATION, "token has a malformed claim: " + e.getMessage());
        }
    }

    /** A token for {@code userId} issued at {@code issuedAt}, as GetStream hands it to a guest. */
    public String issue(String userId, Instant issuedAt) {
        JwtClaims claims = new JwtClaims();
        claims.setClaim("user_id", userId);
        claims.setIssuedAt(NumericDate.fromSeconds(issuedAt.getEpochSecond()));
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setKey(key);
        jws.setDoKeyValidation(false);
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        jws.setHeader("typ", "JWT");
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
    }

    private JwtClaims claims(String token) {
        try {
            return consumer.processToClaims(token);
        } catch (InvalidJwtSignatureException e) {
            throw ApiError.of(Code.TOKEN_SIGNATURE, "token signature is invalid");
        } catch (InvalidJwtException e) {
            if (e.hasErrorCode(ErrorCodes.EXPIRED)) {
                throw ApiError.of(Code.TOKEN_EXPIRED, "token is expired");
            }
            if (e.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
                throw ApiError.of(Code.TOKEN_NOT_YET_VALID, "token is not valid yet");
            }
            if (e.hasErrorCode(ErrorCodes.ISSUED_AT_INVALID_FUTURE)) {
                throw ApiError.of(Code.TOKEN_USED_BEFORE_ISSUED, "token used before issue at (iat)");
            }
            throw ApiError.of(Code.AUTHENTICATION, "token is not a JWT signed with HS256");
        }
    }

    private static @Nullable Instant issuedAt(JwtClaims claims) throws MalformedClaimException {
        NumericDate issuedAt = claims.getIssuedAt();
        return issuedAt == null ? null : Instant.ofEpochSecond(issuedAt.getValue());
    }
}
