package dev.onstage.streamcontrol.account;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.PublicJsonWebKey;

/**
 * Signs Onstage's access tokens. Claims: {@code sub} (account id), {@code name}, {@code sid} (login session),
 * {@code login_ends_at} (seconds since 1970), {@code roles_version} (of the roles that the token names), {@code groups} ({@code user}, {@code operator}), {@code channels} (channel id to
 * role), and {@code scopes} where an API token was exchanged. None outlives its login session.
 */
@ApplicationScoped
class AccessTokens {

    private static final String ISSUER = "onstage";

    private final SigningKeys keys;
    private final Duration lifetime;
    private final Clock clock;

    AccessTokens(SigningKeys keys, AccountConfig config) {
        this.keys = keys;
        this.lifetime = config.accessTokenLifetime();
        this.clock = Clock.systemUTC();
    }

    /** @param rolesVersion read before the account's roles were, so that a change in between makes the token outdated */
    Uni<AccessToken> issue(Account account, long rolesVersion, LoginSession session) {
        return keys.signer().map(key -> sign(account, rolesVersion, session, key));
    }

    /**
     * For whoever has an API token: as {@link #issue(Account, long, LoginSession)}, and good for nothing but its scopes.
     */
    Uni<AccessToken> issue(Account account, long rolesVersion, ScopedTokens.Grant grant) {
        return keys.signer().map(key -> {
            Duration good = shorter(shorter(lifetime, ScopedTokens.LONGEST), left(grant.endsAt()));
            String text = claims(account, rolesVersion, grant.apiTokenId(), grant.endsAt())
                    .claim("scopes", List.copyOf(grant.scopes()))
                    .expiresIn(good)
                    .jws()
                    .keyId(key.getKeyId())
                    .sign(key.getPrivateKey());
            return new AccessToken(text, good);
        });
    }

    /**
     * An access token.
     *
     * @param text what is signed
     * @param lifetime how long it is good
     */
    record AccessToken(String text, Duration lifetime) {
        @Override
        public String toString() {
            return "AccessToken[" + lifetime + "]";
        }
    }

    private AccessToken sign(Account account, long rolesVersion, LoginSession session, PublicJsonWebKey key) {
        Duration good = shorter(lifetime, left(session.endsAt()));
        String text = claims(account, rolesVersion, session.loginSessionId(), session.endsAt())
                .expiresIn(good)
                .jws()
                .keyId(key.getKeyId())
                .sign(key.getPrivateKey());
        return new AccessToken(text, good);
    }

    private Duration left(Instant end) {
        return Duration.between(clock.instant(), end);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static JwtClaimsBuilder claims(Account account, long rolesVersion, UUID loginSession, Instant endsAt) {
        return Jwt.issuer(ISSUER)
                .subject(account.accountId().toString())
                .claim("name", account.name())
                .claim("sid", loginSession.toString())
                .claim("login_ends_at", endsAt.getEpochSecond())
                .claim("roles_version", rolesVersion)
                .groups(account.groups())
                .claim("channels", Map.copyOf(account.channels()));
    }
}
