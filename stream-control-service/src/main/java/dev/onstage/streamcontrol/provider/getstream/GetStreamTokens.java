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
import java.util.function.Supplier;
import org.eclipse.microprofile.jwt.Claims;

/** Signs GetStream's tokens (HS256 over the API secret), with key and secret as they are at the moment. */
@ApplicationScoped
class GetStreamTokens {

    /** GetStream refuses a token used before its {@code iat} (error 42), so clocks may differ by this much. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

    private static final String KEY = "onstage.getstream.api-key";
    private static final String SECRET = "onstage.getstream.api-secret";
    private static final Duration SERVER_TOKEN_LIFETIME = Duration.ofHours(1);

    private final Supplier<Function<String, Optional<String>>> settings;
    private final Clock clock = Clock.systemUTC();

    @Inject
    GetStreamTokens(CurrentSecrets secrets) {
        this(secrets::atThisMoment);
    }

    /** Without a container: what finds the values of settings as they are at the moment. */
    GetStreamTokens(Supplier<Function<String, Optional<String>>> settings) {
        this.settings = settings;
    }

    /** The API key, or the reason why nothing can be asked of GetStream. */
    String apiKey() {
        return apiKey(settings.get());
    }

    private static String apiKey(Function<String, Optional<String>> moment) {
        return find(KEY, moment).orElseThrow(() -> notConfigured("key", "STREAM_API_KEY"));
    }

    /** The API key, if there is one. */
    Optional<String> configuredKey() {
        return find(KEY, settings.get());
    }

    /**
     * What one request says of itself.
     *
     * @param token with all rights
     */
    record RequestCredentials(String apiKey, String token) {

        /** Without the token. */
        @Override
        public String toString() {
            return apiKey;
        }
    }

    /** Key and secret of the same moment. */
    RequestCredentials forOneRequest() {
        Function<String, Optional<String>> moment = settings.get();
        Instant issuedAt = backdated(clock.instant());
        return new RequestCredentials(
                apiKey(moment),
                Jwt.claims()
                        .claim("server", true)
                        .issuedAt(issuedAt)
                        .expiresAt(issuedAt.plus(SERVER_TOKEN_LIFETIME))
                        .signWithSecret(secret(moment)));
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
                .signWithSecret(secret(settings.get()));
    }

    /** The {@code iat} of a token issued at this moment. */
    static Instant backdated(Instant issuedAt) {
        return issuedAt.minus(CLOCK_SKEW).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String secret(Function<String, Optional<String>> moment) {
        return find(SECRET, moment).orElseThrow(() -> notConfigured("secret", "STREAM_API_SECRET"));
    }

    private static Optional<String> find(String setting, Function<String, Optional<String>> moment) {
        return moment.apply(setting).filter(value -> !value.isBlank());
    }

    private static ProviderException notConfigured(String what, String variable) {
        return new ProviderException(
                Kind.CREDENTIALS_REFUSED,
                "GetStream's API " + what + " is not configured.",
                "Set " + variable
                        + " to the value of your app's page at dashboard.getstream.io, and restart stream-control where it is a"
                        + " variable.",
                null,
                null);
    }
}
