package dev.onstage.streamcontrol.account;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;

/** The public keys that verify Onstage's access tokens (RFC 7517). */
@Path("/.well-known/jwks.json")
@PermitAll
class JwksResource {

    private final SigningKeys keys;

    JwksResource(SigningKeys keys) {
        this.keys = keys;
    }

    /** The key that signs and the next one. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Response> keys() {
        return keys.published().map(all -> {
            List<Map<String, Object>> published = all.stream()
                    .map(key -> key.toParams(OutputControlLevel.PUBLIC_ONLY))
                    .toList();
            return Response.ok(Map.of("keys", published))
                    .header("Cache-Control", "public, max-age=60")
                    .build();
        });
    }
}
