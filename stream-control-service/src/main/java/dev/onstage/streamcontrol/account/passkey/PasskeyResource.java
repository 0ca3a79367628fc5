package dev.onstage.streamcontrol.account.passkey;

import dev.onstage.streamcontrol.account.Place;
import dev.onstage.streamcontrol.account.SignInAnswers;
import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.AuditNote;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.client.ClientAddresses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Passkeys: registering them while signed in, and signing in by them. */
@Path("/api/auth/passkeys")
@Produces(MediaType.APPLICATION_JSON)
class PasskeyResource {

    private static final int CREATED = 201;

    private final PasskeyService passkeys;
    private final ClientAddresses addresses;
    private final SignInAnswers answers;
    private final ChannelAccess access;
    private final AuditNote note;

    PasskeyResource(
            PasskeyService passkeys,
            ClientAddresses addresses,
            SignInAnswers answers,
            ChannelAccess access,
            AuditNote note) {
        this.passkeys = passkeys;
        this.addresses = addresses;
        this.answers = answers;
        this.access = access;
        this.note = note;
    }

    /** The passkeys of the person. */
    @GET
    @AllowedTo(Caller.SIGNED_IN)
    public Uni<List<Passkey>> findOf() {
        return passkeys.findOf(access.requireSignedIn());
    }

    /** What to ask of the authenticator; good for one registration within five minutes. */
    @POST
    @Path("/registration")
    @AllowedTo(Caller.SIGNED_IN)
    public Uni<PasskeyOptions.Creation> beginRegistration() {
        return passkeys.beginRegistration(access.requireSignedIn());
    }

    /** Registers a passkey by the answer of its authenticator. */
    @POST
    @ResponseStatus(CREATED)
    @AllowedTo(Caller.SIGNED_IN)
    @Audited(AuditAction.PASSKEY_REGISTERED)
    public Uni<NewPasskey> register(@NotNull @Valid NewPasskeyRequest request) {
        return passkeys.register(access.requireSignedIn(), request.label(), request.credential())
                .invoke(passkeyId -> note.object(passkeyId.toString()))
                .map(NewPasskey::new);
    }

    /** Removes a passkey; the logins that it opened go on. */
    @DELETE
    @Path("/{passkeyId}")
    @AllowedTo(Caller.SIGNED_IN)
    @Audited(AuditAction.PASSKEY_REMOVED)
    public Uni<Void> remove(@PathParam("passkeyId") UUID passkeyId) {
        return passkeys.remove(access.requireSignedIn(), passkeyId);
    }

    /** What to ask of the authenticator of somebody who signs in; good for one answer within five minutes. */
    @POST
    @PermitAll
    @Path("/sign-in")
    public Uni<PasskeyOptions.Request> beginSignIn(@Context HttpServerRequest http) {
        return passkeys.beginSignIn(Place.of(http, addresses));
    }

    /** Signs in by the answer of the authenticator. */
    @POST
    @PermitAll
    @Path("/sign-in/finish")
    public Uni<Response> signIn(@NotNull @Valid PasskeySignInRequest request, @Context HttpServerRequest http) {
        return passkeys.signIn(request.credential(), Place.of(http, addresses))
                .map(session -> answers.of(Response.Status.OK, session, request.tokens(), null));
    }

    /** The id of what was registered. */
    record NewPasskey(UUID passkeyId) {}
}
