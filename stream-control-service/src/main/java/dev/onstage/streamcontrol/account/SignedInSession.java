package dev.onstage.streamcontrol.account;

import java.time.Duration;

/** What somebody has in hand after signing in or refreshing. */
record SignedInSession(Account account, String accessToken, Duration accessLifetime, String refreshToken) {}
