package dev.onstage.streamcontrol.provider.getstream;

import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderException.Kind;
import dev.onstage.support.proxy.ProxyRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriBuilder;

/** What every request to GetStream carries, and what every answer says about the limits. */
@ApplicationScoped
class GetStreamRequests implements ClientRequestFilter, ClientResponseFilter {

    private final GetStreamTokens tokens;
    private final RateLimits limits;

    GetStreamRequests(GetStreamTokens tokens, RateLimits limits) {
        this.tokens = tokens;
        this.limits = limits;
    }

    @Override
    public void filter(ClientRequestContext request) {
        limits.wait(endpoint(request)).ifPresent(wait -> {
            throw new ProviderException(
                    Kind.UNAVAILABLE,
                    "GetStream's rate limit for this operation is used up.",
                    "Try again in %d s, or raise the limits of your GetStream plan.".formatted(wait.toSeconds() + 1),
                    wait,
                    null);
        });
        GetStreamTokens.RequestCredentials credentials = tokens.forOneRequest();
        request.setUri(UriBuilder.fromUri(request.getUri())
                .queryParam("api_key", credentials.apiKey())
                .build());
        request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, credentials.token());
        request.getHeaders().putSingle("stream-auth-type", "jwt");
        request.getHeaders().putSingle("X-Stream-Client", "onstage");
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        MultivaluedMap<String, String> headers = response.getHeaders();
        // The filter also runs when there was no answer.
        if (headers != null) {
            refuseAnswerOfProxy(request, response);
            limits.observe(endpoint(request), response.getStatus(), headers);
        }
    }

    /** Where there is no TLS the proxy reads the request, and may answer in GetStream's place; with TLS no one else can. */
    private static void refuseAnswerOfProxy(ClientRequestContext request, ClientResponseContext response) {
        if (!"https".equals(request.getUri().getScheme())) {
            ProxyRefusal.of(response.getStatus()).ifPresent(what -> {
                throw new AnswerOfProxyException(what);
            });
        }
    }

    /** It was not GetStream who answered. */
    static final class AnswerOfProxyException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private AnswerOfProxyException(String what) {
            super(what, null, false, false);
        }
    }

    private static String endpoint(ClientRequestContext request) {
        return RateLimits.endpoint(request.getMethod(), request.getUri().getPath());
    }
}
