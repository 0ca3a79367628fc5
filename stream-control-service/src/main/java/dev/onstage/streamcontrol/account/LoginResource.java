package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.Audited;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** Where one is signed in. */
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.SIGNED_IN)
class LoginResource {

    private final LoginService logins;
    private final SignInAnswers answers;
    private final ChannelAccess access;

    LoginResource(LoginService logins, SignInAnswers answers, ChannelAccess access) {
        this.logins = logins;
        this.answers = answers;
        this.access = access;
    }

    /** The logins of the person, with device and network, the one used last first. */
    @GET
    @Path("/logins")
    public Uni<List<Login>> findOpen() {
        return logins.findOpen(access.requireSignedIn());
    }

    /** Ends one of them: its tokens are refused everywhere from there on. */
    @DELETE
    @Path("/logins/{loginId}")
    @Audited(AuditAction.LOGIN_ENDED)
    public Uni<Void> end(@PathParam("loginId") UUID loginId) {
        return logins.end(access.requireSignedIn(), loginId);
    }

    /** Ends all of them; with {@code keepThisOne} all but the one that asks, whose cookies stay. */
    @POST
    @Path("/sign-out-everywhere")
    @Audited(AuditAction.LOGINS_ENDED)
    public Uni<Response> endAll(@NotNull @Valid SignOutEverywhereRequest request) {
        return logins.endAll(access.requireSignedIn(), request.keepsThisOne())
                .map(ignored -> request.keepsThisOne() ? Response.noContent().build() : answers.signedOut());
    }
}
