package dev.onstage.limitserver;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What polling {@code live} is measured against. Runs on the event loop, as in the services. */
@Path("/")
public class LimitResource {
    private static final String CONSTANT = """
            {"channelId":"main","isLive":true,"startedAt":"2026-11-22T19:05:00.338944Z","title":"Friday build stream",\
            "viewers":48217,"sessionId":"01935a3e-7b1c-7c44-8f3e-2a9d5b6c7d8e","note":"a constant of this size"}""";

    private static final EntityTag TAG = new EntityTag(Integer.toHexString(CONSTANT.hashCode()));

    /** Some 200 bytes of JSON with an entity tag, as a viewer's poll of {@code live} gets them. */
    @GET
    @Path("constant")
    public Uni<Response> constant() {
        return Uni.createFrom().item(() -> Response.ok(CONSTANT, MediaType.APPLICATION_JSON_TYPE)
                .tag(TAG)
                .build());
    }
}
