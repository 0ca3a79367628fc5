package dev.onstage.streamcontrol.account;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.RsaJsonWebKey;

/**
 * Signs Onstage's access tokens. Claims: {@code sub} (account id), {@code name}, {@code sid} (login session),
 * {@code groups} ({@code user}, {@code operator}), {@code channels} (channel id to role).
 */
@ApplicationScoped
class AccessTokens {

    private static final String ISSUER = "onstage";

    private final SigningKeys keys;
    private final Duration lifetime;

    AccessTokens(SigningKeys keys, AccountConfig config) {
        this.keys = keys;
        this.lifetime = config.accessTokenLifetime();
    }

    Uni<String> issue(Account account, UUID loginSessionId) {
        return keys.signer().map(key -> sign(account, loginSessionId, key));
    }

    Duration lifetime() {
        return lifetime;
    }

    private String sign(Account account, UUID loginSessionId, RsaJsonWebKey key) {
        return Jwt.issuer(ISSUER)
                .subject(account.accountId().toString())
                .claim("name", account.name())
                .claim("sid", loginSessionId.toString())
                .groups(account.groups())
                .claim("channels", Map.copyOf(account.channels()))
                .expiresIn(lifetime)
                .jws()
                .keyId(key.getKeyId())
                .sign(key.getPrivateKey());
    }
}
