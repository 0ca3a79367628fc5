package dev.onstage.streamcontrol.apitoken;

import dev.onstage.support.client.ClientAddresses;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Where a program turns its API token into an access token. */
@Path("/api/auth/token")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
class TokenExchangeResource {

    private final ApiTokenService tokens;
    private final ClientAddresses addresses;

    TokenExchangeResource(ApiTokenService tokens, ClientAddresses addresses) {
        this.tokens = tokens;
        this.addresses = addresses;
    }

    /** An access token for {@code Authorization: Bearer}, good for minutes; 429 after too many wrong ones. */
    @POST
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ExchangeAnswer.class)))
    public Uni<Response> exchange(@NotNull @Valid ExchangeRequest request, @Context HttpServerRequest http) {
        return tokens.exchange(request.token(), addresses.of(http).network())
                .map(exchanged -> Response.ok(new ExchangeAnswer(
                                exchanged.accessToken().text(),
                                exchanged.accessToken().lifetime().toSeconds(),
                                exchanged.token().scopes()))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    /** {@code token}: the secret of an API token. */
    record ExchangeRequest(@NotBlank @Size(max = 200) String token) {
        @Override
        public String toString() {
            return "ExchangeRequest[]";
        }
    }

    /**
     * Exchanged.
     *
     * @param accessToken for {@code Authorization: Bearer}
     * @param expiresInSeconds when to exchange again
     * @param scopes what it is for
     */
    record ExchangeAnswer(String accessToken, long expiresInSeconds, List<String> scopes) {
        @Override
        public String toString() {
            return "ExchangeAnswer[" + scopes + "]";
        }
    }
}
