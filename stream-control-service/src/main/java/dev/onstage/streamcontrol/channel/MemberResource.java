package dev.onstage.streamcontrol.channel;

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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;

/** Who has a role on a channel, for its broadcaster and for operators. */
@Path("/api/channels/{channelId}/members")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.OWNER)
class MemberResource {

    private final MemberService members;
    private final ChannelAccess access;

    MemberResource(MemberService members, ChannelAccess access) {
        this.members = members;
        this.access = access;
    }

    /** Everybody who has a role. */
    @GET
    public Uni<List<Member>> list(@PathParam("channelId") String channelId) {
        return members.list(channelId);
    }

    /** One person. */
    @GET
    @Path("/{accountId}")
    public Uni<Member> read(@PathParam("channelId") String channelId, @PathParam("accountId") String accountId) {
        return members.find(channelId, UUID.fromString(accountId));
    }

    /** Gives somebody a role. Operators alone give a channel to another broadcaster, who then changes the stream key. */
    @PUT
    @Path("/{accountId}")
    @Audited(AuditAction.ROLE_CHANGED)
    public Uni<Member> give(
            @PathParam("channelId") String channelId,
            @PathParam("accountId") String accountId,
            @NotNull @Valid MemberRequest request) {
        if (request.role() == MemberRequest.Role.BROADCASTER) {
            access.requireOperator();
            return members.makeBroadcaster(channelId, UUID.fromString(accountId));
        }
        return members.makeModerator(channelId, UUID.fromString(accountId));
    }

    /** Takes a moderator's role. Whoever was invited as well goes on writing in the chat. */
    @DELETE
    @Path("/{accountId}")
    @Produces(MediaType.WILDCARD)
    @Audited(AuditAction.ROLE_CHANGED)
    public Uni<Void> take(@PathParam("channelId") String channelId, @PathParam("accountId") String accountId) {
        return members.take(channelId, UUID.fromString(accountId));
    }
}
