package dev.onstage.streamcontrol.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Signed in.
 *
 * @param accessToken for {@code Authorization: Bearer}; absent for clients with cookies
 * @param refreshToken for the next refresh; absent for clients with cookies
 * @param expiresInSeconds when to refresh
 * @param account who
 * @param channelId the channel made by the setup, or of the invite that was accepted, else absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SignInResponse(
        @Nullable String accessToken,
        @Nullable String refreshToken,
        long expiresInSeconds,
        Account account,
        @Nullable String channelId) {

    /** For a browser, whose tokens are in its cookies. */
    static SignInResponse withoutTokens(SignedInSession session, @Nullable String channelId) {
        return new SignInResponse(null, null, session.accessLifetime().toSeconds(), session.account(), channelId);
    }

    /** For a program. */
    static SignInResponse withTokens(SignedInSession session, @Nullable String channelId) {
        return new SignInResponse(
                session.accessToken(),
                session.refreshToken(),
                session.accessLifetime().toSeconds(),
                session.account(),
                channelId);
    }

    @Override
    public String toString() {
        return "SignInResponse[" + account.accountId() + "]";
    }
}
