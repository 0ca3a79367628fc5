package dev.onstage.streamcontrol.account;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jose4j.jwk.PublicJsonWebKey;

/**
 * Signs Onstage's access tokens. Claims: {@code sub} (account id), {@code name}, {@code sid} (login session),
 * {@code login_ends_at} (seconds since 1970), {@code roles_version} (of the roles that the token names), {@code groups} ({@code user}, {@code operator}), {@code channels} (channel id to
 * role). None outlives its login session.
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
        Duration left = Duration.between(clock.instant(), session.endsAt());
        Duration good = left.compareTo(lifetime) < 0 ? left : lifetime;
        String text = Jwt.issuer(ISSUER)
                .subject(account.accountId().toString())
                .claim("name", account.name())
                .claim("sid", session.loginSessionId().toString())
                .claim("login_ends_at", session.endsAt().getEpochSecond())
                .claim("roles_version", rolesVersion)
                .groups(account.groups())
                .claim("channels", Map.copyOf(account.channels()))
                .expiresIn(good)
                .jws()
                .keyId(key.getKeyId())
                .sign(key.getPrivateKey());
        return new AccessToken(text, good);
    }
}
