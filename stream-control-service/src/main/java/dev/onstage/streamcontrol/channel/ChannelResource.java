package dev.onstage.streamcontrol.channel;

import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.AuditNote;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.text.VisibleText;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** Channels: list, create, read, change. */
@Path("/api/channels")
@Produces(MediaType.APPLICATION_JSON)
class ChannelResource {

    private final ChannelService channels;
    private final ChannelAccess access;
    private final AuditNote note;

    ChannelResource(ChannelService channels, ChannelAccess access, AuditNote note) {
        this.channels = channels;
        this.access = access;
        this.note = note;
    }

    /** All channels, for anybody who is signed in. */
    @GET
    @AllowedTo(Caller.SIGNED_IN)
    public Uni<List<ChannelResponse>> list() {
        return channels.findAll()
                .map(all -> all.stream().map(ChannelResponse::of).toList());
    }

    /** Creates a channel for the operator who asks; their access token names it after the next refresh. */
    @POST
    @Audited(AuditAction.CHANNEL_CREATED)
    @AllowedTo(Caller.OPERATOR)
    public Uni<Response> create(@NotNull @Valid CreateChannelRequest request) {
        SignedIn operator = access.requireSignedIn();
        note.channel(request.channelId());
        return channels.create(
                        request.channelId(),
                        VisibleText.trimmed(request.title()),
                        UUID.fromString(operator.accountId()),
                        operator.name())
                .map(channel -> Response.status(Response.Status.CREATED)
                        .entity(ChannelResponse.of(channel))
                        .build());
    }

    /** One channel. */
    @GET
    @Path("/{channelId}")
    @AllowedTo(Caller.BROADCASTER)
    public Uni<ChannelResponse> read(@PathParam("channelId") String channelId) {
        return channels.find(channelId).map(ChannelResponse::of);
    }

    /** Changes title, grace, inactivity and time zone, as far as the request names them. */
    @PATCH
    @Audited(AuditAction.CHANNEL_CHANGED)
    @Path("/{channelId}")
    @AllowedTo(Caller.BROADCASTER)
    public Uni<ChannelResponse> change(
            @PathParam("channelId") String channelId, @NotNull @Valid ChangeChannelRequest request) {
        return channels.change(channelId, request).map(ChannelResponse::of);
    }
}
