package dev.onstage.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Looks whether somebody who sends odd requests can make series of metrics, each of which is kept for as long as the process. */
public final class MetricSeries {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ID = "{}";
    private static final List<String> METHODS = List.of("GET", "POST", "BREW");

    private MetricSeries() {}

    /**
     * Sends requests with methods, addresses, ids, hosts and queries that nobody knows, and others each time; fails when more of
     * the same makes more series, or when any label holds a part of it.
     *
     * @param addresses {@code {}} in them stands for an id
     */
    public static void assertBounded(String... addresses) {
        Set<String> words = new TreeSet<>();
        // An answer may be here before its time is noted, so a series of the first round may come in the second: labels
        // without a bound make series in every round.
        await().atMost(PATIENCE).untilAsserted(() -> {
            sendOddRequests(words, addresses);
            Set<String> before = ofRequests();
            sendOddRequests(words, addresses);
            Set<String> more = ofRequests();
            more.removeAll(before);
            assertThat(before)
                    .as("requests are timed")
                    .anyMatch(series -> series.startsWith("http_server_requests_seconds_count"));
            assertThat(more).as("series that more of the same made").isEmpty();
        });
        assertThat(all()).noneMatch(series -> words.stream().anyMatch(series.toLowerCase(Locale.ROOT)::contains));
    }

    private static void sendOddRequests(Set<String> words, String... addresses) {
        for (String address : addresses) {
            for (String method : METHODS) {
                String word = word(words);
                send(method, word, address.replace(ID, word.toUpperCase(Locale.ROOT) + "%20" + word));
                send(method, word, address.replace(ID, word));
            }
        }
        String word = word(words);
        send("GET", word, "/" + word + "/%2e%2e/" + word);
        send(word.toUpperCase(Locale.ROOT), word, "/" + word);
        send("GET", word, "/" + word);
    }

    private static String word(Set<String> words) {
        String word = "w" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        words.add(word);
        return word;
    }

    private static void send(String method, String word, String address) {
        int status = given().urlEncodingEnabled(false)
                .header("Host", word + ".example")
                .header("User-Agent", word)
                .header("Authorization", "Bearer " + word)
                .request(method, address + "?" + word + "=" + word)
                .statusCode();
        assertThat(status).isBetween(200, 499);
    }

    private static Set<String> ofRequests() {
        return all().stream()
                .filter(series -> series.startsWith("http_server_requests"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names and labels. */
    private static Set<String> all() {
        String scrape =
                Management.get("/q/metrics").then().statusCode(200).extract().asString();
        return scrape.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
