package dev.onstage.streamcontrol.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Signed in. The refresh token is only in its cookie.
 *
 * @param accessToken for {@code Authorization: Bearer}; browsers have it in a cookie as well
 * @param expiresInSeconds when to refresh
 * @param account who
 * @param channelId the channel made by the setup, else absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SignInResponse(
        String accessToken,
        long expiresInSeconds,
        Account account,
        @Nullable String channelId) {
    static SignInResponse of(SignedInSession session, @Nullable String channelId) {
        return new SignInResponse(
                session.accessToken(), session.accessLifetime().toSeconds(), session.account(), channelId);
    }
}
