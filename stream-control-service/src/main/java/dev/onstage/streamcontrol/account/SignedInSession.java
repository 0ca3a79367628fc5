package dev.onstage.streamcontrol.account;

import java.time.Duration;

/**
 * What somebody has in hand after signing in or refreshing.
 *
 * @param account who
 * @param accessToken opens what is private
 * @param accessLifetime how long it is good
 * @param refreshToken gets the next access token
 * @param refreshLifetime how long it is good, unless it is used before
 */
public record SignedInSession(
        Account account, String accessToken, Duration accessLifetime, String refreshToken, Duration refreshLifetime) {
    @Override
    public String toString() {
        return "SignedInSession[" + account.accountId() + "]";
    }
}
