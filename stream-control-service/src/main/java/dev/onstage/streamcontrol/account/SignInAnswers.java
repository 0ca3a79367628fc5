package dev.onstage.streamcontrol.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Hands tokens over in the one way the client asked for. */
@ApplicationScoped
public class SignInAnswers {

    /** Within this install, whatever a request says: neither a parameter nor the host that it names decides where a sign-in leads. */
    private static final String DASHBOARD = "/dashboard";

    private final SessionCookies cookies;

    SignInAnswers(SessionCookies cookies) {
        this.cookies = cookies;
    }

    /**
     * The answer to who has signed in.
     *
     * @param channelId the channel made by the setup or of the accepted invite, else null
     */
    public Response of(
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

    /** The answer to who has asked for a mail, for the browser to prove later that it was the one. */
    public Response asked(String secret) {
        return Response.noContent().cookie(cookies.asked(secret)).build();
    }

    /** The answer to who is sent to another issuer, as {@link #asked}. */
    public Response sentOff(URI address, String secret) {
        return Response.seeOther(address).cookie(cookies.asked(secret)).build();
    }

    /** The answer to who comes back from there, signed in. */
    public Response arrived(SignedInSession session) {
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, DASHBOARD)
                .cookie(cookies.signedIn(session))
                .build();
    }

    /** The answer to who has signed out. */
    Response signedOut() {
        return Response.noContent().cookie(cookies.signedOut()).build();
    }
}
