package dev.onstage.analytics.stats;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.onstage.testing.Json;
import dev.onstage.testing.StackResource;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages are told, over HTTP. */
@QuarkusTest
@WithTestResource(StackResource.class)
class StatsApiTest {

    private static final ZoneId AUCKLAND = ZoneId.of("Pacific/Auckland");
    private static final Instant LONG_AGO = Instant.parse("2026-01-10T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    Pool pool;

    private StatsSeed seed;

    @BeforeEach
    void prepare() {
        seed = new StatsSeed(pool);
    }

    @Test
    void shouldTellTheLastDaysOfTheChannelsOwnCalendar() {
        LocalDate today = LocalDate.now(AUCKLAND);
        seed.channel("overview", AUCKLAND.getId());
        seed.session("overview", "a", noon(today.minusDays(1)), HOUR, 40, 30);
        seed.session("overview", "b", noon(today.minusDays(2)), Duration.ofMinutes(30), 10, 0);
        seed.session("overview", "c", noon(today.minusDays(2)).plus(HOUR), Duration.ofMinutes(30), 20, 6);
        seed.session("overview", "before", noon(today.minusDays(7)), HOUR, 80, 3);
        seed.session("overview", "long before", noon(today.minusDays(30)), HOUR, 500, 500);

        as("overview")
                .get("/api/stats/channels/overview?days=7")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body(at("timeZone", equalTo("Pacific/Auckland")))
                .body(at("days", equalTo(7)))
                .body(at("to", equalTo(today.toString())))
                .body(at("streakDays", equalTo(2)))
                .body(at("totals.sessions", equalTo(3)))
                .body(at("totals.totalMinutes", equalTo(120)))
                .body(at("totals.chatMessages", equalTo(36)))
                .body(at("totals.peakViewers", equalTo(40)))
                .body(at("averages.sessionMinutes", equalTo(40.0)))
                .body(at("averages.viewers", equalTo(13.75)))
                .body(at("averages.sessionMessages", equalTo(12.0)))
                .body(at("previous.sessions", equalTo(1)))
                .body(at("previous.peakViewers", equalTo(80)))
                .body(at("change.sessions", equalTo(200.0)))
                .body(at("change.peakViewers", equalTo(-50.0)))
                .body(at(
                        "perDay[*].day",
                        contains(
                                today.minusDays(2).toString(),
                                today.minusDays(1).toString())))
                .body(at("perDay[*].totals.sessions", contains(2, 1)));
    }

    @Test
    void shouldTellOfAChannelWithoutSessions() {
        as("unheard-of")
                .get("/api/stats/channels/unheard-of")
                .then()
                .statusCode(200)
                .body(at("timeZone", equalTo("UTC")))
                .body(at("days", equalTo(30)))
                .body(at("streakDays", equalTo(0)))
                .body(at("totals.sessions", equalTo(0)))
                .body(at("change.sessions", nullValue()))
                .body(at("perDay", empty()));
        as("unheard-of")
                .get("/api/stats/channels/unheard-of/sessions")
                .then()
                .statusCode(200)
                .body(at("sessions", empty()))
                .body(at("next", nullValue()));
    }

    @ParameterizedTest
    @CsvSource({
        "startedAt,desc",
        "startedAt,asc",
        "duration,desc",
        "peakViewers,desc",
        "peakViewers,asc",
        "averageViewers,asc",
        "uniqueViewers,desc",
        "watchMinutes,asc",
        "chatMessages,desc"
    })
    void shouldLeafThroughEverySessionOnceInTheOrderAskedFor(String sort, String order) {
        String channelId = "pages-" + sort.toLowerCase(Locale.ROOT) + "-" + order;
        for (int i = 0; i < 8; i++) {
            seed.session(channelId, "s", LONG_AGO.plusSeconds(i % 3), HOUR.plusMinutes(i % 4), 10 + i % 3, i % 2);
        }
        List<String> ids = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        String cursor = "";
        do {
            Json page = Json.of(as(channelId)
                    .get(
                            "/api/stats/channels/{id}/sessions?limit=3&sort={s}&order={o}&cursor={c}",
                            channelId,
                            sort,
                            order,
                            cursor)
                    .then()
                    .statusCode(200)
                    .body(at("sessions", hasSize(lessThanOrEqualTo(3))))
                    .extract());
            ids.addAll(page.getList("sessions[*].sessionId", String.class));
            page.getList("sessions", Map.class).forEach(session -> values.add(number(session, sort)));
            cursor = (String) page.get("next");
        } while (cursor != null);

        assertThat(ids).hasSize(8).doesNotHaveDuplicates();
        Comparator<Double> natural = Comparator.naturalOrder();
        assertThat(values).isSortedAccordingTo(order.equals("asc") ? natural : natural.reversed());
    }

    @Test
    void shouldListOnlyWhatStartedWithin() {
        seed.session("range", "early", LONG_AGO, HOUR, 1, 1);
        UUID middle = seed.session("range", "middle", LONG_AGO.plus(HOUR), HOUR, 1, 1);
        seed.session("range", "late", LONG_AGO.plus(HOUR).plus(HOUR), HOUR, 1, 1);

        as("range")
                .get("/api/stats/channels/range/sessions?from=2026-01-10T13:00:00Z&to=2026-01-10T14:00:00Z")
                .then()
                .statusCode(200)
                .body(at("sessions[*].sessionId", contains(middle.toString())));
    }

    @Test
    void shouldAnswerNotModifiedForAKnownTag() {
        String id = seed.session("tags", "t", LONG_AGO, HOUR, 3, 4).toString();
        for (String path : List.of(
                "/api/stats/channels/tags",
                "/api/stats/channels/tags/sessions",
                "/api/sessions/" + id,
                "/api/sessions/compare?a=" + id + "&b=" + id)) {
            String tag = as("tags").get(path).then().statusCode(200).extract().header("ETag");
            as("tags")
                    .header("If-None-Match", "\"other\", " + tag)
                    .get(path)
                    .then()
                    .statusCode(304)
                    .header("ETag", equalTo(tag))
                    .body(equalTo(""));
        }
        String tag = as("tags").get("/api/sessions/" + id).header("ETag");
        pool.query("UPDATE stream_sessions SET revision = 2 WHERE session_id = '" + id + "'")
                .executeAndAwait();
        as("tags")
                .header("If-None-Match", tag)
                .get("/api/sessions/" + id)
                .then()
                .statusCode(200);
    }

    @Test
    void shouldExportEverySessionOfAChannel() throws IOException {
        List<String> titles = IntStream.range(0, 450)
                .mapToObj(i -> "Show " + i + ", part \"" + i + "\"")
                .toList();
        for (int i = 0; i < 450; i++) {
            seed.session("exported", titles.get(i), LONG_AGO.plusSeconds(60L * i), HOUR, i, i);
        }
        seed.session("exported", "=HYPERLINK(\"http://x\")", LONG_AGO.plusSeconds(60L * 450), HOUR, 1, 1);

        String csv = as("exported")
                .get("/api/stats/channels/exported/export.csv")
                .then()
                .statusCode(200)
                .contentType(containsString("text/csv"))
                .header("Content-Disposition", "attachment; filename=\"sessions-exported.csv\"")
                .header("Cache-Control", "private, no-store")
                .extract()
                .asString();
        List<CSVRecord> records = records(csv);
        assertThat(records).hasSize(452);
        assertThat(records.get(0).toList())
                .containsExactly(
                        "sessionId",
                        "channelId",
                        "title",
                        "startedAt",
                        "endedAt",
                        "durationSeconds",
                        "totalMinutes",
                        "peakViewers",
                        "averageViewers",
                        "uniqueViewers",
                        "watchMinutes",
                        "chatMessages",
                        "chatters",
                        "deletedMessages",
                        "encoderGapCount",
                        "encoderGapSeconds",
                        "endReason",
                        "revision",
                        "presenceComplete",
                        "chatComplete");
        assertThat(records.get(3).toList().subList(3, 20))
                .containsExactly(
                        "2026-01-10T12:02:00Z",
                        "2026-01-10T13:02:00Z",
                        "3600",
                        "60",
                        "2",
                        "1.0",
                        "2",
                        "60",
                        "2",
                        "2",
                        "5",
                        "6",
                        "7",
                        "BROADCASTER",
                        "1",
                        "true",
                        "true");
        assertThat(records.subList(1, 451)).extracting(record -> record.get(2)).isEqualTo(titles);
        assertThat(records.get(451).get(2)).isEqualTo("'=HYPERLINK(\"http://x\")");

        Json json = Json.of(as("exported")
                .get("/api/stats/channels/exported/export.json?from=2026-01-10T12:01:00Z")
                .then()
                .statusCode(200)
                .header("Content-Disposition", "attachment; filename=\"sessions-exported.json\"")
                .extract());
        assertThat(json.getList("[*].title")).hasSize(450).startsWith(titles.get(1));
        assertThat(json.getInt("[0].deletedMessages")).isEqualTo(5);
        assertThat(json.getInt("[0].encoderGapCount")).isEqualTo(6);
        assertThat(json.getInt("[0].encoderGapSeconds")).isEqualTo(7);
    }

    @Test
    void shouldExportTheMinutesOfASession() throws IOException {
        String id = seed.session("minutes", "t", LONG_AGO.plusSeconds(30), HOUR, 3, 4)
                .toString();

        String csv = as("minutes").get("/api/sessions/" + id + "/export.csv").asString();
        assertThat(records(csv).get(0).toList())
                .containsExactly("minute", "peakViewers", "averageViewers", "chatMessages");
        assertThat(records(csv).get(1).toList()).containsExactly("2026-01-10T12:00:00Z", "3", "1.5", "4");
        as("minutes")
                .get("/api/sessions/" + id + "/export.json")
                .then()
                .statusCode(200)
                .body(at("session.sessionId", equalTo(id)))
                .body(at("minutes[0].peakViewers", equalTo(3)));
    }

    @Test
    void shouldSetTwoSessionsSideBySide() {
        String a = seed.session("both", "a", LONG_AGO, HOUR, 40, 10).toString();
        String b = seed.session("both", "b", LONG_AGO.plus(HOUR), Duration.ofMinutes(90), 20, 0)
                .toString();

        as("both")
                .get("/api/sessions/compare?a=" + a + "&b=" + b)
                .then()
                .statusCode(200)
                .body(at("a.title", equalTo("a")))
                .body(at("b.title", equalTo("b")))
                .body(at("a.viewers[*].afterMillis", contains(0)))
                .body(at("a.viewers[*].count", contains(40)))
                .body(at("b.viewers[*].afterMillis", contains(0)))
                .body(at("b.chat[*].count", contains(0)))
                .body(at("change.totalMinutes", equalTo(50.0)))
                .body(at("change.peakViewers", equalTo(-50.0)))
                .body(at("change.chatMessages", equalTo(-100.0)));
    }

    @Test
    void shouldRefuseACursorThatNamesNoSessionOfTheChannel() {
        seed.session("cursor-own", "s", LONG_AGO, HOUR, 1, 1);
        seed.session("cursor-other", "s", LONG_AGO, HOUR, 1, 1);
        seed.session("cursor-other", "s", LONG_AGO.plusSeconds(1), HOUR, 1, 1);
        String others = Json.of(as("cursor-other").get("/api/stats/channels/cursor-other/sessions?limit=1"))
                .getString("next");
        String madeUp = new SessionCursor("cursor-own", LONG_AGO.toString(), UUID.randomUUID())
                .encode(SessionQuery.parse(null, null, null, null));

        for (String cursor : List.of(others, madeUp, "nonsense", "%00", "x".repeat(2_000))) {
            as("cursor-own")
                    .urlEncodingEnabled(false)
                    .get("/api/stats/channels/cursor-own/sessions?cursor=" + cursor)
                    .then()
                    .statusCode(400)
                    .body(at("type", equalTo("/problems/invalid-request")));
        }
    }

    @Test
    void shouldTellOperatorsOfAllChannels() {
        seed.channel("zz-1", "UTC");
        seed.channel("zz-2", "UTC");
        seed.channel("zz-3", "UTC");
        seed.session("zz-1", "t", Instant.now().minus(HOUR), Duration.ofMinutes(30), 7, 5);
        seed.session("zz-3", "t", Instant.now().minus(Duration.ofDays(40)), HOUR, 9, 9);
        RequestSpecification operator =
                given().auth().oauth2(TestTokens.user("op").operator().sign());

        operator.get("/api/stats/overview?days=30&limit=2&cursor=" + new ChannelCursor("zz-0").encode())
                .then()
                .statusCode(200)
                .body(at("channels[*].channelId", contains("zz-1", "zz-2")))
                .body(at("channels[0].totals.totalMinutes", equalTo(30)))
                .body(at("channels[0].live", equalTo(false)))
                .body(at("channels[1].totals.sessions", equalTo(0)))
                .body(at("channels[1].lastStartedAt", nullValue()))
                .body(at("next", equalTo(new ChannelCursor("zz-2").encode())));
        given().auth()
                .oauth2(TestTokens.user("op").operator().sign())
                .get("/api/stats/overview?days=30&cursor=" + new ChannelCursor("zz-2").encode())
                .then()
                .statusCode(200)
                .body(at("channels[*].channelId", contains("zz-3")))
                .body(at("channels[0].totals.sessions", equalTo(0)))
                .body(at("next", nullValue()))
                .body(at("totals.sessions", not(equalTo(0))));
    }

    private static Instant noon(LocalDate day) {
        return day.atTime(12, 0).atZone(AUCKLAND).toInstant();
    }

    private static double number(Map<?, ?> session, String sort) {
        Object value = session.get(sort.equals("duration") ? "durationSeconds" : sort);
        return value instanceof Number number
                ? number.doubleValue()
                : Instant.parse(String.valueOf(value)).toEpochMilli();
    }

    private static List<CSVRecord> records(String csv) throws IOException {
        try (CSVParser parser = CSVFormat.RFC4180.parse(new StringReader(csv))) {
            return parser.getRecords();
        }
    }

    private static RequestSpecification as(String channelId) {
        return given().auth().oauth2(TestTokens.broadcaster(channelId));
    }
}
