package dev.onstage.support.access;

import dev.onstage.support.start.Rehearsal;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Verifies a token that was signed with a key which nobody has published, so that it lets nobody in; and looks its login up. */
@ApplicationScoped
class TokenRehearsal implements Rehearsal {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final AccessTokens tokens;
    private final LoginCheck logins;
    private final ReactiveRedisDataSource redis;

    TokenRehearsal(AccessTokens tokens, LoginCheck logins, ReactiveRedisDataSource redis) {
        this.tokens = tokens;
        this.logins = logins;
        this.redis = redis;
    }

    @Override
    public void rehearse(URI self) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            SecurityIdentity unused = tokens.verify(token(key), key.getECPublicKey());
        } catch (JoseException unexpected) {
            throw new IllegalStateException(unexpected);
        }
        // Whoever asks for a login waits for the first connection for a moment only, and would say that Redis is away.
        redis.execute("PING").replaceWithVoid().await().atMost(PATIENCE);
        Standing unused = logins.standing(nobody()).await().atMost(PATIENCE);
    }

    private static String token(EllipticCurveJsonWebKey key) throws JoseException {
        var claims = new JwtClaims();
        claims.setIssuer(AccessTokens.ISSUER);
        claims.setSubject("rehearsal");
        claims.setExpirationTime(NumericDate.now());
        var signed = new JsonWebSignature();
        signed.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signed.setPayload(claims.toJson());
        signed.setKey(key.getPrivateKey());
        return signed.getCompactSerialization();
    }

    private static SignedIn nobody() {
        return new SignedIn(
                "rehearsal",
                "rehearsal",
                "rehearsal",
                Instant.now().plus(PATIENCE),
                Long.MAX_VALUE,
                Set.of(),
                Map.of());
    }
}
