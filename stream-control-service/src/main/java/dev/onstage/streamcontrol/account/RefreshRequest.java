package dev.onstage.streamcontrol.account;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The body of a refresh, which browsers leave out: their refresh token is in its cookie. A client with bearer tokens sends its
 * own here and gets the next ones in the body; a token of a cookie never gets into a body.
 */
record RefreshRequest(
        @Nullable @Size(max = 200) String refreshToken,
        @Nullable TokenDelivery tokens) {

    boolean isOfBearer() {
        return refreshToken != null || tokens == TokenDelivery.BEARER;
    }

    @Override
    public String toString() {
        return "RefreshRequest[" + tokens + "]";
    }
}
