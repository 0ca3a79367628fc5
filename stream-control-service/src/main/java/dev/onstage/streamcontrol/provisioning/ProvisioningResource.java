package dev.onstage.streamcontrol.provisioning;

import dev.onstage.streamcontrol.channel.ChannelResponse;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderProblems;
import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.limit.CommandLimit;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
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
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Setting a stream up, and what the encoder needs. */
@Path("/api/channels/{channelId}")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.BROADCASTER)
class ProvisioningResource {

    private final ProvisioningService provisioning;
    private final EncoderService encoders;

    ProvisioningResource(ProvisioningService provisioning, EncoderService encoders) {
        this.provisioning = provisioning;
        this.encoders = encoders;
    }

    /** Sets the stream up at GetStream. Again: the same answer, and nothing is made twice. */
    @POST
    @Path("/provision")
    @Audited(AuditAction.STREAM_SET_UP)
    @CommandLimit("provision")
    public Uni<ChannelResponse> provision(@PathParam("channelId") String channelId) {
        return provisioning
                .provision(channelId)
                .map(ChannelResponse::of)
                .onFailure(ProviderException.class)
                .transform(ProviderProblems::of);
    }

    /** Server and stream key for OBS. */
    @GET
    @Path("/encoder")
    @Audited(AuditAction.STREAM_KEY_SHOWN)
    public Uni<Response> encoder(@PathParam("channelId") String channelId) {
        return uncached(encoders.credentials(channelId));
    }

    /** Makes a new stream key and has the old ones refused. While the stream is live this has to be confirmed. */
    @POST
    @Path("/encoder/rotate-key")
    @Audited(AuditAction.STREAM_KEY_CHANGED)
    @CommandLimit("rotate-key")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> rotateKey(@PathParam("channelId") String channelId, @Valid @Nullable NewKeyRequest request) {
        return uncached(encoders.rotate(channelId, Objects.requireNonNullElse(request, NewKeyRequest.PLAIN)));
    }

    /** Makes a further stream key; those that there are go on working. */
    @POST
    @Path("/encoder/keys")
    @CommandLimit("rotate-key")
    @Consumes(MediaType.APPLICATION_JSON)
    @Audited(AuditAction.STREAM_KEY_CHANGED)
    public Uni<Response> addKey(@PathParam("channelId") String channelId, @Valid @Nullable NewKeyRequest request) {
        return uncached(encoders.add(channelId, Objects.requireNonNullElse(request, NewKeyRequest.PLAIN)));
    }

    /** Has a stream key refused, and all that are older with it. While the stream is live this has to be confirmed. */
    @DELETE
    @Path("/encoder/keys/{keyId}")
    @CommandLimit("rotate-key")
    @Audited(AuditAction.STREAM_KEY_CHANGED)
    public Uni<Response> revokeKey(
            @PathParam("channelId") String channelId,
            @PathParam("keyId") String keyId,
            @QueryParam("confirm") @DefaultValue("false") boolean confirm) {
        return uncached(encoders.revoke(channelId, UUID.fromString(keyId), confirm));
    }

    private static Uni<Response> uncached(Uni<EncoderResponse> credentials) {
        return credentials
                .map(body -> Response.ok(body)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build())
                .onFailure(ProviderException.class)
                .transform(ProviderProblems::of);
    }
}
