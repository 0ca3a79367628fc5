package dev.onstage.limitserver;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** The limits, one path each. Everything runs on the event loop, as receipt does in the services. */
@Path("/")
public class LimitResource {
    private static final String CONSTANT = """
            {"channelId":"main","isLive":true,"startedAt":"2026-11-22T19:05:00.338944Z","title":"Friday build stream",\
            "viewers":48217,"sessionId":"01935a3e-7b1c-7c44-8f3e-2a9d5b6c7d8e","note":"a constant of this size"}""";

    private static final EntityTag TAG = new EntityTag(Integer.toHexString(CONSTANT.hashCode()));

    private final SignatureCheck check;

    LimitResource(LimitConfig config) {
        this.check = new SignatureCheck(config.secret());
    }

    /** Reads a delivery and checks its signature: 204, or 401. */
    @POST
    @Path("hmac")
    public Uni<Response> hmac(byte @Nullable [] body, @RestHeader("X-Signature") @Nullable String signature) {
        boolean signed = check.matches(body == null ? new byte[0] : body, signature);
        return Uni.createFrom()
                .item(() -> Response.status(signed ? Response.Status.NO_CONTENT : Response.Status.UNAUTHORIZED)
                        .build());
    }

    /** Reads a delivery: 204. */
    @POST
    @Path("bare")
    public Uni<Void> bare(byte @Nullable [] body) {
        return Uni.createFrom().voidItem();
    }

    /** Some 200 bytes of JSON with an entity tag, as a viewer's poll of {@code live} gets them. */
    @GET
    @Path("constant")
    public Uni<Response> constant() {
        return Uni.createFrom().item(() -> Response.ok(CONSTANT, MediaType.APPLICATION_JSON_TYPE)
                .tag(TAG)
                .build());
    }
}
