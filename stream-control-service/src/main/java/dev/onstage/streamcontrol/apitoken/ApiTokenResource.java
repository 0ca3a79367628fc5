package dev.onstage.streamcontrol.apitoken;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.onstage.support.access.AllowedTo;
import dev.onstage.support.access.Caller;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.audit.AuditAction;
import dev.onstage.support.audit.AuditNote;
import dev.onstage.support.audit.Audited;
import dev.onstage.support.limit.CommandLimit;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** API tokens of the person who is signed in. None of them reaches this. */
@Path("/api/tokens")
@Produces(MediaType.APPLICATION_JSON)
@AllowedTo(Caller.SIGNED_IN)
class ApiTokenResource {

    private final ApiTokenService tokens;
    private final ChannelAccess access;
    private final AuditNote note;

    ApiTokenResource(ApiTokenService tokens, ChannelAccess access, AuditNote note) {
        this.tokens = tokens;
        this.access = access;
        this.note = note;
    }

    /** Makes a token, for whoever signed in a few minutes ago. The answer is the only one that shows its secret. */
    @POST
    @CommandLimit("create-token")
    @Audited(AuditAction.API_TOKEN_MADE)
    @APIResponse(
            responseCode = "201",
            description = "The token with its secret, which is not shown again",
            content = @Content(schema = @Schema(implementation = CreatedToken.class)))
    public Uni<Response> create(@NotNull @Valid CreateTokenRequest request) {
        return tokens.create(access.requireSignedIn(), request)
                .invoke(made -> note.object(made.token().tokenId().toString()))
                .map(made -> Response.status(Response.Status.CREATED)
                        .entity(new CreatedToken(made.token(), made.secret().text()))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    /**
     * A page of the tokens of the person who asks, the newest first; for an operator those of everybody else follow. {@code after} is
     * the {@code next} of the page before.
     */
    @GET
    public Uni<ApiTokenPage> list(@QueryParam("after") @Nullable UUID after) {
        return tokens.list(access.requireSignedIn(), after);
    }

    /** Revokes a token. Whoever uses it is refused from there on. */
    @DELETE
    @Audited(AuditAction.API_TOKEN_REVOKED)
    @Path("/{tokenId}")
    public Uni<Void> revoke(@PathParam("tokenId") UUID tokenId) {
        return tokens.revoke(access.requireSignedIn(), tokenId);
    }

    /**
     * A token that was made.
     *
     * @param token what the list shows
     * @param secret what {@code POST /api/auth/token} takes
     */
    record CreatedToken(@JsonUnwrapped ApiToken token, String secret) {
        @Override
        public String toString() {
            return "CreatedToken[" + token.tokenId() + "]";
        }
    }
}
