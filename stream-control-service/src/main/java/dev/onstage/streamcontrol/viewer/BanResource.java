package dev.onstage.streamcontrol.viewer;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.limit.CommandLimit;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whom a channel has banned, for its broadcaster and its moderators. */
@Path("/api/channels/{channelId}/bans")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.MODERATOR)
class BanResource {

    private final BanService bans;
    private final ChannelAccess access;

    BanResource(BanService bans, ChannelAccess access) {
        this.bans = bans;
        this.access = access;
    }

    /** The bans in force, the latest first, at most a thousand. */
    @GET
    public Uni<List<Ban>> list(@PathParam("channelId") String channelId) {
        return bans.list(channelId);
    }

    /** Bans somebody: from the chat and from the stream. Never the broadcaster; a moderator by the broadcaster alone. */
    @POST
    @Path("/{accountId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @CommandLimit("ban")
    @Audited(AuditAction.BANNED)
    public Uni<Ban> ban(
            @PathParam("channelId") String channelId,
            @PathParam("accountId") String accountId,
            @Valid @Nullable BanRequest request) {
        SignedIn by = access.requireSignedIn();
        return bans.ban(
                channelId,
                UUID.fromString(accountId),
                Objects.requireNonNullElse(request, BanRequest.FOR_GOOD),
                UUID.fromString(by.accountId()),
                isOwner(by, channelId));
    }

    /**
     * Lifts a ban, wherever it was made, but not one's own. One that the broadcaster or an operator made, or that took a moderator's
     * role, is lifted by these alone.
     */
    @DELETE
    @Path("/{accountId}")
    @Produces(MediaType.WILDCARD)
    @CommandLimit("ban")
    @Audited(AuditAction.BAN_LIFTED)
    public Uni<Void> lift(@PathParam("channelId") String channelId, @PathParam("accountId") String accountId) {
        SignedIn by = access.requireSignedIn();
        return bans.lift(
                channelId,
                UUID.fromString(accountId),
                UUID.fromString(by.accountId()),
                isOwner(by, channelId),
                by.isOperator());
    }

    private static boolean isOwner(SignedIn by, String channelId) {
        return by.isBroadcaster(channelId) || by.isOperator();
    }
}
