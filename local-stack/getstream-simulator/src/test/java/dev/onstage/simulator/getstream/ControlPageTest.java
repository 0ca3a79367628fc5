package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page and what it reads. */
class ControlPageTest {

    private static final Pattern LOADED = Pattern.compile("(?:href|src)=\"(/[^\"]+)\"");
    private static final Pattern LABELLED = Pattern.compile("<label[^>]*>[^<]*<(?:input|select)");
    private static final Pattern FIELD = Pattern.compile("<(?:input|select)\\b");

    @ParameterizedTest
    @ValueSource(strings = {"/", "/_sim", "/_sim/"})
    void isServedWithEverythingItLoadsAndNothingFromElsewhere(String address) throws Exception {
        try (Simulator simulator = Simulator.start()) {
            HttpResponse<String> page = get(simulator, address);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'self'");

            List<String> loaded = LOADED.matcher(page.body())
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            assertThat(loaded).containsExactlyInAnyOrder("/_sim/page.css", "/_sim/page.js");
            for (String path : loaded) {
                assertThat(get(simulator, path).statusCode()).isEqualTo(200);
            }
            assertThat(page.body()).doesNotContain("http:", "https:");
        }
    }

    @Test
    void namesEveryFieldForThoseWhoDoNotSeeIt() throws Exception {
        try (Simulator simulator = Simulator.start()) {
            String page = get(simulator, "/_sim").body();

            assertThat(LABELLED.matcher(page).results().map(MatchResult::group))
                    .hasSize((int) FIELD.matcher(page).results().count());
        }
    }

    @Test
    void readsChannelsAndTheLastDeliveries() {
        try (Simulator simulator = Simulator.start();
                HookReceiver receiver = new HookReceiver()) {
            simulator.livestream("main", "mara");
            simulator.post("/api/v2/chat/channels/livestream/main/query", "{\"data\":{\"created_by_id\":\"mara\"}}");
            simulator.hook(receiver.url(), "message.new");
            simulator.control("POST", "/channels/livestream/main/messages", "{\"count\":5}");
            receiver.await("message.new", 5);

            assertThat(simulator
                            .control("GET", "/channels", null)
                            .body()
                            .at("/channels/0")
                            .asText())
                    .isEqualTo("livestream:main");
            List<JsonNode> all = deliveries(simulator, "");
            assertThat(deliveries(simulator, "?last=2")).isEqualTo(all.subList(3, 5));
            assertThat(deliveries(simulator, "?last=9")).isEqualTo(all);
        }
    }

    private static List<JsonNode> deliveries(Simulator simulator, String query) {
        List<JsonNode> found = new ArrayList<>();
        org.awaitility.Awaitility.await().atMost(Simulator.PATIENCE).until(() -> {
            JsonNode body =
                    simulator.control("GET", "/deliveries" + query, null).body();
            found.clear();
            body.path("deliveries").forEach(found::add);
            return body.path("pending").asInt() == 0;
        });
        return found;
    }

    private static HttpResponse<String> get(Simulator simulator, String path) throws Exception {
        return simulator
                .client()
                .send(simulator.request("GET", path, Map.of(), null), HttpResponse.BodyHandlers.ofString());
    }
}
