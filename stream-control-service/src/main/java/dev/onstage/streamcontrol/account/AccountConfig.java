package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.RevokedSessions;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;

/** Signing in. */
@ConfigMapping(prefix = "onstage.account")
public interface AccountConfig {

    /** How long an access token is good; at most an hour, which is how far every service looks back for ended logins. */
    @WithDefault("5m")
    @DurationMax(hours = RevokedSessions.LONGEST_TOKEN_HOURS)
    Duration accessTokenLifetime();

    /** How long one key signs access tokens before the next one does. */
    @WithDefault("30d")
    Duration signingKeyAge();

    /** How long somebody stays signed in without coming back. */
    @WithDefault("30d")
    Duration loginSessionLifetime();

    /** How long after signing in somebody has to sign in again, however often they come back. */
    @WithDefault("30d")
    Duration loginSessionEnd();

    /** Memory that a hash of a password takes, in KiB. A higher value is used for each account from its next sign-in on. */
    @WithDefault("19456")
    @Min(8) @Max(1_048_576) int passwordMemory();

    /** How often a hash of a password goes through its memory. */
    @WithDefault("2")
    @Min(1) @Max(100) int passwordPasses();
}
