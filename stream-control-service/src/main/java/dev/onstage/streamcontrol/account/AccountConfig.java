package dev.onstage.streamcontrol.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Signing in. */
@ConfigMapping(prefix = "onstage.account")
public interface AccountConfig {

    /** How long an access token is good; also how long a sign-out may take to be noticed everywhere. */
    @WithDefault("5m")
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
