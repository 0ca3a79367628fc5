package dev.onstage.support.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.onstage.support.problem.LogText;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.HeaderParameterNames;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens: our issuer, a published key, an asymmetric algorithm, not expired. What was found good stays so
 * until it expires or its key is published no more, and is not computed again: a page asks with the same token all the time.
 */
@ApplicationScoped
class AccessTokens {
    static final String ISSUER = "onstage";
    static final String LOGIN_ENDS_AT = "login_ends_at";
    static final String ROLES_VERSION = "roles_version";
    static final String SCOPES = "scopes";

    private static final Logger LOG = Logger.getLogger(AccessTokens.class);
    private static final int CLOCK_SKEW_SECONDS = 5;

    /** Bounds the memory: some 2,000 tokens of usual length, with what they say. Counted in characters of theirs. */
    private static final int REMEMBERED = 1_000_000;

    private final PublishedKeys keys;
    private final Clock clock;
    private final Cache<String, Verified> verified;

    /** What a token says, found with that key. */
    private record Verified(PublicKey key, SecurityIdentity identity, Instant endsAt) {
        boolean isGood(PublicKey published, Instant now) {
            return key.equals(published) && now.isBefore(endsAt);
        }
    }

    @Inject
    AccessTokens(PublishedKeys keys) {
        this(keys, Clock.systemUTC());
    }

    AccessTokens(PublishedKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumWeight(REMEMBERED)
                .weigher((String token, Verified found) -> token.length())
                .expireAfter(Expiry.writing(
                        (String token, Verified found) -> Duration.between(clock.instant(), found.endsAt())))
                .build();
    }

    /** The identity behind a token; an anonymous one that says why when the token is not usable. Never fails. */
    Uni<SecurityIdentity> identify(String token) {
        String keyId = keyId(token);
        if (keyId.isEmpty()) {
            return Uni.createFrom().item(anonymous(TokenProblem.INVALID));
        }
        return keys.find(keyId)
                .map(key -> key.map(found -> verify(token, found)).orElseGet(() -> anonymous(TokenProblem.INVALID)))
                .onFailure()
                .recoverWithItem(unavailable -> anonymous(TokenProblem.KEYS_UNAVAILABLE));
    }

    /** Empty when the token is none, or names its key by something else than a text. */
    private static String keyId(String token) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setCompactSerialization(token);
            return signature.getHeaders().getObjectHeaderValue(HeaderParameterNames.KEY_ID) instanceof String keyId
                    ? keyId
                    : "";
        } catch (JoseException notAToken) {
            return "";
        }
    }

    /** What the token says, if it was signed with that key; as {@link #identify}. */
    SecurityIdentity verify(String token, PublicKey key) {
        Verified known = verified.getIfPresent(token);
        if (known != null && known.isGood(key, clock.instant())) {
            return known.identity();
        }
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(
                            ConstraintType.PERMIT,
                            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                            AlgorithmIdentifiers.RSA_USING_SHA256,
                            AlgorithmIdentifiers.EDDSA)
                    .setVerificationKey(key)
                    .setExpectedIssuer(ISSUER)
                    .setSkipDefaultAudienceValidation()
                    .setRequireSubject()
                    .setRequireExpirationTime()
                    .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .build()
                    .processToClaims(token);
            SecurityIdentity identity = identity(token, claims);
            verified.put(token, new Verified(key, identity, endsAt(claims)));
            return identity;
        } catch (InvalidJwtException refused) {
            LOG.debugf("An access token was refused: %s", LogText.of(refused.getErrorDetails()));
            return anonymous(refused.hasExpired() ? TokenProblem.EXPIRED : TokenProblem.INVALID);
        } catch (MalformedClaimException | RuntimeException refused) {
            // The library takes the other headers to be texts too, and casts them.
            LOG.debugf("An access token was refused: %s", LogText.of(refused.getMessage()));
            return anonymous(TokenProblem.INVALID);
        }
    }

    private static SecurityIdentity identity(String token, JwtClaims claims) throws MalformedClaimException {
        SignedIn person = new SignedIn(
                claims.getSubject(),
                text(claims, "name", claims.getSubject()),
                text(claims, "sid", ""),
                loginEndsAt(claims),
                claims.getClaimValue(ROLES_VERSION) instanceof Number version ? version.longValue() : Long.MAX_VALUE,
                groups(claims),
                channels(claims),
                scopes(claims));
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new DefaultJWTCallerPrincipal(token, null, claims))
                .addRoles(person.groups())
                .addAttribute(AccessTokenMechanism.SIGNED_IN, person)
                .build();
    }

    private static String text(JwtClaims claims, String name, String otherwise) throws MalformedClaimException {
        String value = claims.getStringClaimValue(name);
        return value == null ? otherwise : value;
    }

    /** A token that does not say it is good for itself only. */
    private static Instant loginEndsAt(JwtClaims claims) throws MalformedClaimException {
        return claims.getClaimValue(LOGIN_ENDS_AT) instanceof Number seconds
                ? Instant.ofEpochSecond(seconds.longValue())
                : endsAt(claims);
    }

    private static Instant endsAt(JwtClaims claims) throws MalformedClaimException {
        return Instant.ofEpochSecond(claims.getExpirationTime().getValue()).plusSeconds(CLOCK_SKEW_SECONDS);
    }

    private static Set<String> groups(JwtClaims claims) {
        return claims.getClaimValue("groups") instanceof Collection<?> groups
                ? groups.stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
    }

    private static Map<String, String> channels(JwtClaims claims) {
        Map<String, String> channels = new HashMap<>();
        if (claims.getClaimValue("channels") instanceof Map<?, ?> roles) {
            roles.forEach((channelId, role) -> channels.put(String.valueOf(channelId), String.valueOf(role)));
        }
        return channels;
    }

    /** A token that names scopes in a way that we do not understand is good for nothing. */
    private static @Nullable Set<String> scopes(JwtClaims claims) {
        if (!claims.getClaimsMap().containsKey(SCOPES)) {
            return null;
        }
        return claims.getClaimValue(SCOPES) instanceof Collection<?> scopes
                ? scopes.stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
    }

    private static SecurityIdentity anonymous(TokenProblem problem) {
        return QuarkusSecurityIdentity.builder()
                .setAnonymous(true)
                .setPrincipal(() -> "")
                .addAttribute(AccessTokenMechanism.TOKEN_PROBLEM, problem)
                .build();
    }
}
