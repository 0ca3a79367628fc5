package dev.onstage.streamcontrol.invite;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.limit.CommandLimit;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The invites of a channel, for its broadcaster and its moderators. */
@Path("/api/channels/{channelId}")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.MODERATOR)
class InviteResource {

    private final InviteService invites;
    private final ChannelAccess access;

    InviteResource(InviteService invites, ChannelAccess access) {
        this.invites = invites;
        this.access = access;
    }

    /** Invites somebody. A moderator is invited by the broadcaster alone. The answer alone holds the code. */
    @POST
    @Path("/invites")
    @CommandLimit("invite")
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = InviteResponse.class)))
    @Audited(AuditAction.INVITE_MADE)
    public Uni<Response> create(@PathParam("channelId") String channelId, @NotNull @Valid CreateInviteRequest request) {
        SignedIn inviting = mayInvite(channelId, request.roleOrViewer());
        return invites.create(channelId, request, inviting).map(made -> Response.status(Response.Status.CREATED)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(made)
                .build());
    }

    /** The invites of the channel, the latest first, at most two hundred, with who accepted them. */
    @GET
    @Path("/invites")
    public Uni<List<InviteResponse>> list(@PathParam("channelId") String channelId) {
        return invites.list(channelId);
    }

    /** Has nobody accept the invite any more; with {@code endAccess} those who did lose what they have by it. */
    @DELETE
    @Path("/invites/{inviteId}")
    @Produces(MediaType.WILDCARD)
    @Audited(AuditAction.INVITE_REVOKED)
    public Uni<Void> revoke(
            @PathParam("channelId") String channelId,
            @PathParam("inviteId") String inviteId,
            @QueryParam("endAccess") @DefaultValue("false") boolean endAccess) {
        SignedIn person = access.requireSignedIn();
        return invites.revoke(channelId, UUID.fromString(inviteId), endAccess, isOwner(person, channelId));
    }

    /** Ends all that one person has by invites: chat and playback end, and it takes a new invite to come back. */
    @DELETE
    @Path("/invited/{accountId}")
    @Produces(MediaType.WILDCARD)
    @Audited(AuditAction.INVITED_ENDED)
    public Uni<Void> end(@PathParam("channelId") String channelId, @PathParam("accountId") String accountId) {
        SignedIn person = access.requireSignedIn();
        return invites.end(channelId, UUID.fromString(accountId), isOwner(person, channelId));
    }

    private SignedIn mayInvite(String channelId, InvitedAs role) {
        return role == InvitedAs.MODERATOR ? access.requireOwner(channelId) : access.requireSignedIn();
    }

    private static boolean isOwner(SignedIn person, String channelId) {
        return person.isBroadcaster(channelId) || person.isOperator();
    }
}
