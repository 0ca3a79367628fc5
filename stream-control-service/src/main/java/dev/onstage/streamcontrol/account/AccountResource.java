package dev.onstage.streamcontrol.account;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.limit.CommandLimit;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The accounts of the install, for those who run it, and one's own. */
@Path("/api/accounts")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.OPERATOR)
class AccountResource {

    private final AccountService accounts;
    private final ChannelAccess access;

    AccountResource(AccountService accounts, ChannelAccess access) {
        this.accounts = accounts;
        this.access = access;
    }

    /** A page of all accounts, the oldest first; {@code after} is the {@code next} of the page before. */
    @GET
    public Uni<AccountPage> list(@QueryParam("after") @Nullable UUID after) {
        return accounts.list(after);
    }

    /** Changes how one is shown to others. */
    @PATCH
    @Path("/me")
    @AllowedTo(Caller.SIGNED_IN)
    @CommandLimit("change-profile")
    public Uni<Profile> change(@NotNull @Valid Profile profile) {
        return accounts.change(UUID.fromString(access.requireSignedIn().accountId()), profile);
    }

    /** Removes an account: its logins end, its roles and invitations go. What it did for others stays. */
    @DELETE
    @Path("/{accountId}")
    @Produces(MediaType.WILDCARD)
    @Audited(AuditAction.ACCOUNT_REMOVED)
    public Uni<Void> remove(@PathParam("accountId") String accountId) {
        return accounts.remove(UUID.fromString(accountId));
    }

    /** Makes an account an operator, who runs the install. */
    @PUT
    @Path("/{accountId}/operator")
    @Produces(MediaType.WILDCARD)
    @Audited(AuditAction.OPERATOR_CHANGED)
    public Uni<Void> makeOperator(@PathParam("accountId") String accountId) {
        return accounts.setOperator(UUID.fromString(accountId), true);
    }

    /** Takes that from an account; never from the last one. */
    @DELETE
    @Path("/{accountId}/operator")
    @Produces(MediaType.WILDCARD)
    @Audited(AuditAction.OPERATOR_CHANGED)
    public Uni<Void> unmakeOperator(@PathParam("accountId") String accountId) {
        return accounts.setOperator(UUID.fromString(accountId), false);
    }
}
