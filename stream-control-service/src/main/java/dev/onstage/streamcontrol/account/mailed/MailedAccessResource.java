package dev.onstage.streamcontrol.account.mailed;

import dev.onstage.streamcontrol.account.EmailAddress;
import dev.onstage.streamcontrol.account.Place;
import dev.onstage.streamcontrol.account.SessionCookies;
import dev.onstage.streamcontrol.account.SignInAnswers;
import dev.onstage.support.client.ClientAddresses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What one can do with a mail: set another password, and sign in. */
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
class MailedAccessResource {

    private final PasswordResetService passwords;
    private final MagicLinkService magicLinks;
    private final ClientAddresses addresses;
    private final SignInAnswers answers;

    MailedAccessResource(
            PasswordResetService passwords,
            MagicLinkService magicLinks,
            ClientAddresses addresses,
            SignInAnswers answers) {
        this.passwords = passwords;
        this.magicLinks = magicLinks;
        this.addresses = addresses;
        this.answers = answers;
    }

    /** Has a link mailed by which to set another password; answers the same whether there is such an account or not. */
    @POST
    @Path("/password-reset")
    public Uni<Void> requestReset(@NotNull @Valid MailRequest request, @Context HttpServerRequest http) {
        return passwords.request(EmailAddress.of(request.email()), Place.of(http, addresses));
    }

    /** Sets another password by the code of the mail, which ends all logins of the account. */
    @POST
    @Path("/password-reset/finish")
    public Uni<Void> reset(@NotNull @Valid NewPasswordRequest request, @Context HttpServerRequest http) {
        return passwords.finish(request.code(), request.password(), Place.of(http, addresses));
    }

    /** Has a link mailed by which to sign in; answers the same whether there is such an account or not. */
    @POST
    @Path("/magic-link")
    public Uni<Response> requestLink(@NotNull @Valid MailRequest request, @Context HttpServerRequest http) {
        return magicLinks
                .request(EmailAddress.of(request.email()), Place.of(http, addresses))
                .map(answers::asked);
    }

    /** Signs in by the code of the mail, in the browser that asked for it. */
    @POST
    @Path("/magic-link/finish")
    public Uni<Response> signIn(
            @NotNull @Valid CodeRequest request,
            @CookieParam(SessionCookies.ASKED) @Nullable String browser,
            @Context HttpServerRequest http) {
        return magicLinks
                .signIn(request.code(), browser, Place.of(http, addresses))
                .map(session -> answers.of(Response.Status.OK, session, request.tokens(), null));
    }
}
