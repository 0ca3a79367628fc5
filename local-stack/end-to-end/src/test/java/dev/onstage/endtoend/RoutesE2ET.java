package dev.onstage.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.topology.Port;
import dev.onstage.localstack.topology.RouteTable;
import dev.onstage.localstack.topology.ServiceKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where paths lead: to what the services publish about themselves, and never to what is theirs alone. */
@OnStack
class RoutesE2ET {

    private static final Pattern INLINE = Pattern.compile(
            "<script(?![^>]*\\ssrc=)|<style|\\son[a-z]+=|\\sstyle=|javascript:", Pattern.CASE_INSENSITIVE);

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource
    void shouldReachEveryPublishedPathOfTheService(ServiceKind service, StackUnderTest stack) {
        var past = new OnstageApi(stack.stack().service(service).managementUrl());
        JsonNode paths = past.get("/q/openapi?format=json").orThrow().path("paths");
        List<String> published = new ArrayList<>();
        paths.fieldNames().forEachRemaining(published::add);

        assertThat(published).isNotEmpty().allSatisfy(path -> assertThat(
                        RouteTable.serviceOf(path.replaceAll("\\{[^}]+}", "x")))
                .as(path)
                .contains(service));
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowNothingOfItsInsideToTheOutside(ServiceKind service, StackUnderTest stack) throws Exception {
        URI past = stack.stack().service(service).url();
        for (String path : List.of("/q/metrics", "/q/health", "/q/openapi", "/q", "/api/../q/metrics", "/metrics")) {
            assertThat(get(past, path).statusCode()).as(path).isIn(400, 404);
        }
        assertThat(get(stack.stack().service(service).managementUrl(), "/q/metrics")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/../q/metrics",
                "/api/%2e%2e/q/metrics",
                "/api/%2E./q/metrics",
                "/api/.%2e/q/health",
                "/api/sessions/../../q/metrics",
                "/api/webhooks/..%2f..%2fq/metrics",
                "/api/%252e%252e/q/metrics",
                "/api/..;/q/metrics",
                "/api/;x/../q/metrics",
                "/api//q/metrics",
                "//q/metrics",
                "/api/%5c..%5cq/metrics",
                "/api/%c0%ae%c0%ae/q/metrics",
                "/api/channels/%00/live",
                "/api/channels/a%0ab/live",
                "/api/channels/a%7f/live",
            })
    void shouldRefuseASpellingThatCouldLeadAstray(String path, StackUnderTest stack) throws Exception {
        HttpResponse<String> answer = get(stack.stack().url(Port.GATEWAY), path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("/problems/malformed-path");
    }

    @Test
    void shouldServePagesThatNeedNoInlineScriptOrStyle(StackUnderTest stack) throws Exception {
        HttpResponse<String> page = get(stack.stack().url(Port.GATEWAY), "/dashboard");

        assertThat(page.body()).contains("<script").doesNotContainPattern(INLINE);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'", "frame-ancestors 'none'");
    }

    private HttpResponse<String> get(URI base, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
