package dev.onstage.support.caching;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers JSON with the hash of the content as {@code ETag}, and with 304 when the client has that content already. The tag is
 * weak where the server compresses: the compressed bytes and the others share it.
 */
@ApplicationScoped
public class TaggedResponses {

    private static final String PUBLIC_VARY = HttpHeaders.ACCEPT_ENCODING;
    private static final String PRIVATE_VARY =
            String.join(", ", HttpHeaders.ACCEPT_ENCODING, HttpHeaders.COOKIE, HttpHeaders.AUTHORIZATION);

    private final ObjectMapper json;
    private final String opening;

    TaggedResponses(
            ObjectMapper json,
            @ConfigProperty(name = "quarkus.http.enable-compression", defaultValue = "false") boolean compresses) {
        this.json = json;
        this.opening = compresses ? "W/\"" : "\"";
    }

    /** What only the person behind the request may see; no cache keeps it. */
    public Response ofPrivate(HttpServerRequest request, Object body) {
        byte[] bytes = serialise(body);
        return answer(request, ContentHash.of(bytes), bytes, "no-store", PRIVATE_VARY);
    }

    /**
     * What everybody may see; caches ask each time.
     *
     * @param hash the {@link ContentHash} of the body
     */
    public Response ofPublic(HttpServerRequest request, String hash, String body) {
        return answer(request, hash, body, "no-cache", PUBLIC_VARY);
    }

    private Response answer(HttpServerRequest request, String hash, Object body, String cacheControl, String vary) {
        boolean known = EntityTags.match(request.headers().getAll(HttpHeaders.IF_NONE_MATCH), hash);
        Response.ResponseBuilder answer =
                known ? Response.notModified() : Response.ok(body, MediaType.APPLICATION_JSON_TYPE);
        return answer.header(HttpHeaders.ETAG, opening + hash + '"')
                .header(HttpHeaders.CACHE_CONTROL, cacheControl)
                .header(HttpHeaders.VARY, vary)
                .build();
    }

    private byte[] serialise(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer has no JSON form", e);
        }
    }
}
