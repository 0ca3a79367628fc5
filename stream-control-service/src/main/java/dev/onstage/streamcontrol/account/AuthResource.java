package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.SignInOptional;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.client.ClientAddresses;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Signing in and out. */
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
class AuthResource {

    private final SignInService signIn;
    private final ClientAddresses addresses;
    private final SignInAnswers answers;
    private final ChannelAccess access;

    AuthResource(SignInService signIn, ClientAddresses addresses, SignInAnswers answers, ChannelAccess access) {
        this.signIn = signIn;
        this.addresses = addresses;
        this.answers = answers;
        this.access = access;
    }

    /** Who is signed in, with the channels as they are at this moment. */
    @GET
    @Path("/me")
    @AllowedTo(Caller.SIGNED_IN)
    public Uni<Account> me() {
        return signIn.find(UUID.fromString(access.requireSignedIn().accountId()));
    }

    /**
     * Whether somebody is signed in, for a page that begins. That nobody is, or that the login has ended, is an answer here and
     * no refusal.
     */
    @GET
    @SignInOptional
    @Path("/session")
    public Uni<SessionState> session(@CookieParam(SessionCookies.REFRESH) @Nullable String refreshToken) {
        boolean renewable = refreshToken != null && !refreshToken.isBlank();
        return Uni.createFrom().item(new SessionState(access.signedIn().isPresent(), renewable));
    }

    /** Signs in with email address and password; 429 after too many wrong ones. */
    @POST
    @PermitAll
    @Path("/sign-in")
    public Uni<Response> signIn(@NotNull @Valid SignInRequest request, @Context HttpServerRequest http) {
        return signIn.signIn(EmailAddress.of(request.email()), request.password(), Place.of(http, addresses))
                .map(session -> answers.of(Response.Status.OK, session, request.tokens(), null));
    }

    /**
     * Exchanges a refresh token for a new access token and the next refresh token: the one of the cookie for cookies, or the one
     * in the body for tokens in the body. The body may be left out.
     */
    @POST
    @Path("/refresh")
    @Consumes(MediaType.APPLICATION_JSON)
    @PermitAll
    public Uni<Response> refresh(
            @CookieParam(SessionCookies.REFRESH) @Nullable String cookie, @Valid @Nullable RefreshRequest request) {
        if (request == null || !request.isOfBearer()) {
            return refresh(cookie);
        }
        return refresh(
                request.refreshToken(), TokenDelivery.BEARER, "Send the refreshToken of the sign-in, or sign in.");
    }

    /** The same without a body, whose type may then be anything. */
    @POST
    @Path("/refresh")
    @PermitAll
    @Operation(hidden = true)
    public Uni<Response> refresh(@CookieParam(SessionCookies.REFRESH) @Nullable String cookie) {
        return refresh(cookie, TokenDelivery.COOKIES, "Sign in.");
    }

    /**
     * Ends the login session of the refresh token, of the access token, or of both, and clears the cookies. Always
     * succeeds, with no body and so whatever form of it was asked for. Access tokens of the session are refused by every
     * service from there on.
     */
    @POST
    @Path("/sign-out")
    @Produces(MediaType.WILDCARD)
    @SignInOptional
    public Uni<Response> signOut(@CookieParam(SessionCookies.REFRESH) @Nullable String refreshToken) {
        String loginSession = access.signedIn().map(SignedIn::loginSession).orElse(null);
        return signIn.signOut(refreshToken, loginSession).map(ignored -> answers.signedOut());
    }

    /**
     * What a browser's tokens are good for.
     *
     * @param signedIn whether its access token is valid and its login holds
     * @param renewable whether it has a refresh token, which may be good for a new access token
     */
    record SessionState(boolean signedIn, boolean renewable) {}

    private Uni<Response> refresh(@Nullable String refreshToken, TokenDelivery tokens, String fix) {
        if (refreshToken == null) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "There is no login session to refresh.").fix(fix);
        }
        return signIn.refresh(refreshToken).map(session -> answers.of(Response.Status.OK, session, tokens, null));
    }
}
