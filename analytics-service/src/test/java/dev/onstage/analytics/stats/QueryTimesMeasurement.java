package dev.onstage.analytics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onstage.analytics.Broadcast;
import dev.onstage.analytics.chat.ChatService;
import dev.onstage.analytics.presence.PresenceService;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * How long the pages take beside a year of sessions of 100 channels. Takes minutes and a quiet machine, so it runs only when
 * asked for: {@code mvn test -pl analytics-service -am -Dtest=QueryTimesMeasurement}.
 */
@QuarkusTest
@WithTestResource(StackResource.class)
class QueryTimesMeasurement {

    private static final Logger LOG = Logger.getLogger(QueryTimesMeasurement.class);
    private static final int WARM_UP = 300;
    private static final int REQUESTS = 500;
    private static final double BOUND_MILLIS = 100;

    @Inject
    Pool pool;

    @Inject
    PresenceService presence;

    @Inject
    ChatService chat;

    private final HttpClient client = HttpClient.newHttpClient();
    private String token = "";
    private double slowest;

    @Test
    void shouldAnswerWithinATenthOfASecond() {
        YearOfSessions year = new YearOfSessions(pool);
        Instant begin = Instant.now();
        year.store();
        LOG.infof(
                "Stored the year in %d s",
                Duration.between(begin, Instant.now()).toSeconds());
        String ordinary = "/api/sessions/"
                + pool.query("SELECT session_id FROM stream_sessions WHERE channel_id = 'year-1' LIMIT 1")
                        .executeAndAwait()
                        .iterator()
                        .next()
                        .getUUID(0);

        measure("overview, 30 days", "/api/stats/channels/year-1");
        measure("overview, 366 days", "/api/stats/channels/year-1?days=366");
        measure("sessions, newest", "/api/stats/channels/year-1/sessions?limit=200");
        measure("sessions, by peak", "/api/stats/channels/year-1/sessions?sort=peakViewers&limit=50");
        measure("session of a channel like any", ordinary);
        measure("all channels, 30 days", "/api/stats/overview?limit=200");
        measure("all channels, 366 days", "/api/stats/overview?days=366&limit=200");

        Instant startedAt = Instant.now().minusSeconds(6_000).truncatedTo(ChronoUnit.SECONDS);
        UUID huge = new StatsSeed(pool).live("year-1", startedAt);
        begin = Instant.now();
        year.storeHuge(new Broadcast("year-1", huge, startedAt), presence, chat);
        year.storeSnapshots(huge);
        LOG.infof(
                "Stored the huge session in %d s",
                Duration.between(begin, Instant.now()).toSeconds());
        String detail = "/api/sessions/" + huge;
        measure("huge session, live", detail);
        measure("overview while it is live", "/api/stats/channels/year-1");
        measure("sessions while it is live", "/api/stats/channels/year-1/sessions");

        pool.query("UPDATE stream_sessions SET ended_at = now(), end_reason = 'BROADCASTER', summary_due_at = now()"
                        + " WHERE session_id = '" + huge + "'")
                .executeAndAwait();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> pool.query("SELECT revision FROM stream_sessions WHERE session_id = '" + huge + "'")
                                .executeAndAwait()
                                .iterator()
                                .next()
                                .getLong(0)
                        > 0);
        measure("huge session, closed", detail);
        measure("the same, its minutes", detail + "/export.csv");

        assertThat(slowest).as("p99 in milliseconds").isLessThan(BOUND_MILLIS);
    }

    private void measure(String what, String path) {
        token = TestTokens.user("m").operator().broadcasterOf("year-1").sign();
        for (int i = 0; i < WARM_UP; i++) {
            get(path);
        }
        double[] millis = new double[REQUESTS];
        long bytes = 0;
        for (int i = 0; i < REQUESTS; i++) {
            long begin = System.nanoTime();
            bytes = get(path);
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(millis);
        double p99 = millis[REQUESTS * 99 / 100];
        slowest = Math.max(slowest, p99);
        LOG.infof(
                "%-32s p50 %6.1f ms  p99 %6.1f ms  most %6.1f ms  %6d bytes",
                what, millis[REQUESTS / 2], p99, millis[REQUESTS - 1], bytes);
    }

    private long get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
            return response.body().length;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
