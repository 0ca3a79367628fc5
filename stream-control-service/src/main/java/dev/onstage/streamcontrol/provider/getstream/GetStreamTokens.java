package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderException.Kind;
import dev.onstage.support.settings.CurrentSecrets;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.jwt.Claims;

/** Signs GetStream's tokens (HS256 over the API secret), with key and secret as they are at the moment. */
@ApplicationScoped
class GetStreamTokens {

    /** GetStream refuses a token used before its {@code iat} (error 42), so clocks may differ by this much. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

    private static final Duration SERVER_TOKEN_LIFETIME = Duration.ofHours(1);

    private final Function<String, Optional<String>> settings;
    private final Clock clock = Clock.systemUTC();

    @Inject
    GetStreamTokens(CurrentSecrets secrets) {
        this(secrets::find);
    }

    /** Without a container: what finds the value of a setting. */
    GetStreamTokens(Function<String, Optional<String>> settings) {
        this.settings = settings;
    }

    /** The API key, or the reason why nothing can be asked of GetStream. */
    String apiKey() {
        return configuredKey().orElseThrow(() -> notConfigured("key", "STREAM_API_KEY"));
    }

    /** The API key, if there is one. */
    Optional<String> configuredKey() {
        return find("onstage.getstream.api-key");
    }

    /** A token with all rights, for one request. */
    String serverToken() {
        Instant issuedAt = backdated(clock.instant());
        return Jwt.claims()
                .claim("server", true)
                .issuedAt(issuedAt)
                .expiresAt(issuedAt.plus(SERVER_TOKEN_LIFETIME))
                .signWithSecret(secret());
    }

    /**
     * A token with the rights of one user: a pure function of its arguments. It carries {@code iat}, backdated, which is
     * what a revocation compares with.
     */
    String userToken(String userId, Instant issuedAt, Instant expiresAt) {
        Instant backdated = backdated(issuedAt);
        return Jwt.claims()
                .claim("user_id", userId)
                .claim(Claims.jti, userId + "." + backdated.getEpochSecond())
                .issuedAt(backdated)
                .expiresAt(expiresAt)
                .signWithSecret(secret());
    }

    /** The {@code iat} of a token issued at this moment. */
    static Instant backdated(Instant issuedAt) {
        return issuedAt.minus(CLOCK_SKEW).truncatedTo(ChronoUnit.SECONDS);
    }

    private String secret() {
        return find("onstage.getstream.api-secret").orElseThrow(() -> notConfigured("secret", "STREAM_API_SECRET"));
    }

    private Optional<String> find(String setting) {
        return settings.apply(setting).filter(value -> !value.isBlank());
    }

    private static ProviderException notConfigured(String what, String variable) {
        return new ProviderException(
                Kind.CREDENTIALS_REFUSED,
                "GetStream's API " + what + " is not configured.",
                "Set " + variable
                        + " to the value of your app's page at dashboard.getstream.io and restart stream-control.",
                null,
                null);
    }
}
