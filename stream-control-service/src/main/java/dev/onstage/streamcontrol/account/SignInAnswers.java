package dev.onstage.streamcontrol.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Hands tokens over in the one way the client asked for. */
@ApplicationScoped
class SignInAnswers {

    private final SessionCookies cookies;

    SignInAnswers(SessionCookies cookies) {
        this.cookies = cookies;
    }

    /**
     * The answer to who has signed in.
     *
     * @param channelId the channel made by the setup or of the accepted invite, else null
     */
    Response of(
            Response.Status status,
            SignedInSession session,
            @Nullable TokenDelivery asked,
            @Nullable String channelId) {
        if (asked == TokenDelivery.BEARER) {
            return Response.status(status)
                    .entity(SignInResponse.withTokens(session, channelId))
                    .build();
        }
        return Response.status(status)
                .entity(SignInResponse.withoutTokens(session, channelId))
                .cookie(cookies.signedIn(session))
                .build();
    }

    /** The answer to who has signed out. */
    Response signedOut() {
        return Response.noContent().cookie(cookies.signedOut()).build();
    }
}
