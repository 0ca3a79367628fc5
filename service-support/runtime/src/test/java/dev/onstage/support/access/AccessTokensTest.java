package dev.onstage.support.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessTokensTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration VALIDITY = Duration.ofMinutes(5);
    /** Clocks of verifiers may differ by so much. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private final SetClock clock = new SetClock();
    private final Map<String, PublicKey> published = new ConcurrentHashMap<>();
    private final AccessTokens tokens = new AccessTokens(
            new PublishedKeys(() -> Uni.createFrom().item(() -> Map.copyOf(published)), new SimpleMeterRegistry()),
            clock);

    @Test
    void shouldNotComputeAgainWhatItFoundGood() throws JoseException {
        String token = sign(publish(EcJwkGenerator.generateJwk(EllipticCurves.P256), "k-1"), "a-1");

        SecurityIdentity first = identify(token);
        SecurityIdentity second = identify(token);

        assertThat(first.getPrincipal().getName()).isEqualTo("a-1");
        assertThat(second).isSameAs(first);
    }

    @Test
    void shouldKeepTwoTokensApart() throws JoseException {
        PublicJsonWebKey key = publish(EcJwkGenerator.generateJwk(EllipticCurves.P256), "k-1");

        assertThat(identify(sign(key, "a-1")).getPrincipal().getName()).isEqualTo("a-1");
        assertThat(identify(sign(key, "a-2")).getPrincipal().getName()).isEqualTo("a-2");
        assertThat(identify(sign(key, "a-1")).getPrincipal().getName()).isEqualTo("a-1");
    }

    @Test
    void shouldRefuseWhatItFoundGoodOnceItHasExpired() throws JoseException {
        String token = sign(publish(EcJwkGenerator.generateJwk(EllipticCurves.P256), "k-1"), "a-1");
        assertThat(identify(token).isAnonymous()).isFalse();

        clock.go(VALIDITY.plus(SKEW).minusMillis(1));
        assertThat(identify(token).isAnonymous()).isFalse();
        clock.go(Duration.ofMillis(1));
        assertRefused(token, TokenProblem.EXPIRED);
    }

    @Test
    void shouldRefuseWhatItFoundGoodWithAnotherKey() throws JoseException {
        PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        PublicJsonWebKey other = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        String token = sign(key, "a-1");

        assertThat(tokens.verify(token, key.getPublicKey()).isAnonymous()).isFalse();
        assertThat(tokens.verify(token, other.getPublicKey()).isAnonymous()).isTrue();
        assertThat(tokens.verify(token, key.getPublicKey()).isAnonymous()).isFalse();
    }

    @Test
    void shouldRefuseAGoodTokenWithAnotherSignature() throws JoseException {
        PublicJsonWebKey key = publish(EcJwkGenerator.generateJwk(EllipticCurves.P256), "k-1");
        String good = sign(key, "a-1");
        String other = sign(key, "a-2");
        assertThat(identify(good).isAnonymous()).isFalse();

        String forged = good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));

        assertRefused(forged, TokenProblem.INVALID);
        assertRefused(forged, TokenProblem.INVALID);
    }

    /** An install may have begun with such keys: one signs and one waits, so that the second change is the last of them. */
    @Test
    void shouldTakeTokensOfAnRsaKey() throws JoseException {
        String token = sign(publish(RsaJwkGenerator.generateJwk(2048), "k-1"), "a-1");

        assertThat(identify(token).getPrincipal().getName()).isEqualTo("a-1");
    }

    @Test
    void shouldTakeATokenForNothingThatNamesItsScopesInAWayNobodyUnderstands() throws JoseException {
        PublicJsonWebKey key = publish(EcJwkGenerator.generateJwk(EllipticCurves.P256), "k-1");

        assertThat(scopes(sign(key, "a-1"))).isNull();
        assertThat(scopes(sign(key, "a-1", List.of("stats:read")))).containsExactly("stats:read");
        assertThat(scopes(sign(key, "a-1", List.of()))).isEmpty();
        assertThat(scopes(sign(key, "a-1", "stats:read"))).isEmpty();
        assertThat(scopes(sign(key, "a-1", null))).isEmpty();
    }

    private @Nullable Set<String> scopes(String token) {
        SignedIn person = identify(token).getAttribute(AccessTokenMechanism.SIGNED_IN);
        return person.scopes();
    }

    /** Whoever reads the published keys could sign with one, if it were taken for a secret. */
    @Test
    void shouldNotTakeAPublishedKeyForASecret() throws JoseException {
        for (PublicJsonWebKey key : List.of(
                publish(RsaJwkGenerator.generateJwk(2048), "k-1"),
                publish(EcJwkGenerator.generateJwk(EllipticCurves.P256), "k-2"))) {
            byte[] der = key.getPublicKey().getEncoded();
            String pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END PUBLIC KEY-----\n";
            for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.US_ASCII))) {
                var signature = signature(claims("a-1"), key.getKeyId(), AlgorithmIdentifiers.HMAC_SHA256);
                signature.setKey(new HmacKey(secret));

                assertRefused(signature.getCompactSerialization(), TokenProblem.INVALID);
            }
        }
    }

    @Test
    void shouldRefuseATokenThatNobodySigned() throws JoseException {
        publish(EcJwkGenerator.generateJwk(EllipticCurves.P256), "k-1");
        var signature = signature(claims("a-1"), "k-1", AlgorithmIdentifiers.NONE);
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);

        assertRefused(signature.getCompactSerialization(), TokenProblem.INVALID);
    }

    @Test
    void shouldRefuseATokenWithoutAnEndAndOneThatIsNotGoodYet() throws JoseException {
        PublicJsonWebKey key = publish(EcJwkGenerator.generateJwk(EllipticCurves.P256), "k-1");
        JwtClaims endless = claims("a-1");
        endless.unsetClaim("exp");
        JwtClaims early = claims("a-1");
        early.setNotBefore(NumericDate.fromMilliseconds(
                clock.instant().plus(SKEW).plusSeconds(1).toEpochMilli()));
        JwtClaims other = claims("a-1");
        other.setIssuer("https://issuer.example");

        for (JwtClaims refused : List.of(endless, early, other)) {
            assertRefused(sign(key, refused), TokenProblem.INVALID);
        }
        assertThat(identify(sign(key, claims("a-1"))).isAnonymous()).isFalse();
    }

    private SecurityIdentity identify(String token) {
        return tokens.identify(token).await().atMost(PATIENCE);
    }

    private void assertRefused(String token, TokenProblem problem) {
        SecurityIdentity identity = identify(token);
        assertThat(identity.isAnonymous()).isTrue();
        assertThat(identity.<TokenProblem>getAttribute(AccessTokenMechanism.TOKEN_PROBLEM))
                .isEqualTo(problem);
    }

    private PublicJsonWebKey publish(PublicJsonWebKey key, String keyId) {
        key.setKeyId(keyId);
        published.put(keyId, key.getPublicKey());
        return key;
    }

    private String sign(PublicJsonWebKey key, String accountId) throws JoseException {
        return sign(key, claims(accountId));
    }

    private String sign(PublicJsonWebKey key, String accountId, @Nullable Object scopes) throws JoseException {
        JwtClaims claims = claims(accountId);
        claims.setClaim(AccessTokens.SCOPES, scopes);
        return sign(key, claims);
    }

    private static String sign(PublicJsonWebKey key, JwtClaims claims) throws JoseException {
        var signature = signature(
                claims,
                key.getKeyId(),
                key.getKeyType().equals("RSA")
                        ? AlgorithmIdentifiers.RSA_USING_SHA256
                        : AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setKey(key.getPrivateKey());
        return signature.getCompactSerialization();
    }

    private static JsonWebSignature signature(JwtClaims claims, String keyId, String algorithm) {
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKeyIdHeaderValue(keyId);
        signature.setAlgorithmHeaderValue(algorithm);
        return signature;
    }

    private JwtClaims claims(String accountId) {
        var claims = new JwtClaims();
        claims.setIssuer(AccessTokens.ISSUER);
        claims.setSubject(accountId);
        claims.setExpirationTime(
                NumericDate.fromMilliseconds(clock.instant().plus(VALIDITY).toEpochMilli()));
        return claims;
    }

    /** Stands still, at the full second, until it is told to go on. */
    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void go(Duration further) {
            now = now.plus(further);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
