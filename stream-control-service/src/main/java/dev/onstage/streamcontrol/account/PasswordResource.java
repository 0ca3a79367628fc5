package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.client.ClientAddresses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** The password of who is signed in. */
@Path("/api/auth/password")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.SIGNED_IN)
class PasswordResource {

    private final PasswordService passwords;
    private final ClientAddresses addresses;
    private final ChannelAccess access;

    PasswordResource(PasswordService passwords, ClientAddresses addresses, ChannelAccess access) {
        this.passwords = passwords;
        this.addresses = addresses;
        this.access = access;
    }

    /** Changes it; the other logins end. */
    @POST
    @Audited(AuditAction.PASSWORD_CHANGED)
    public Uni<Void> change(@NotNull @Valid ChangePasswordRequest request, @Context HttpServerRequest http) {
        return passwords.change(
                access.requireSignedIn(), request.currentPassword(), request.newPassword(), Place.of(http, addresses));
    }
}
