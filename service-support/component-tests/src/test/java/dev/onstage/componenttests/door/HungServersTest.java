package dev.onstage.componenttests.door;

import static dev.onstage.testing.Json.at;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.onstage.events.Topic;
import dev.onstage.testing.Json;
import dev.onstage.testing.LogLines;
import dev.onstage.testing.TestKafka;
import dev.onstage.testing.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While PostgreSQL or Redis keeps its connections open and answers nobody. */
@QuarkusTest
@WithTestResource(HangingServers.class)
class HungServersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ASKED = "/door/asked";
    private static final String COUNTED = "/door/main/counted";
    private static final String TOO_LATE = "was not answered within";

    @Inject
    DoorResource resource;

    /** See {@link HangingServers}. */
    Map<String, Runnable> servers = Map.of();

    @AfterEach
    void goOn() {
        servers("go on");
    }

    @Test
    void shouldAnswerInTimeWhilePostgresHangsAndDropTheLateAnswer() {
        awaitAnswers();
        int before = resource.answers.get();
        try (LogLines log = LogLines.of("");
                LogLines vertx = LogLines.of("io.vertx.core.impl.ContextImpl");
                LogLines rest = LogLines.of("org.jboss.resteasy.reactive");
                LogLines http = LogLines.of("io.quarkus.vertx.http")) {
            servers("hang postgres");

            Door.problem(given().get(ASKED).then(), 503, "not-answered-in-time")
                    .header("Retry-After", "5")
                    .body(at("detail", containsString(HangingServers.DEADLINE_SECONDS + ".0 seconds")))
                    .body(at("fix", containsString("Try again")));

            assertThat(resource.answers).hasValue(before);
            assertThat(log.all())
                    .filteredOn(line -> line.contains(ASKED))
                    .singleElement()
                    .asString()
                    .contains("GET " + ASKED + " " + TOO_LATE);
            servers("go on");
            await().atMost(PATIENCE).untilAtomic(resource.answers, equalTo(before + 1));
            awaitAnswers();
            assertThat(log.all()).filteredOn(line -> line.contains(ASKED)).allMatch(line -> line.contains(TOO_LATE));
            assertThat(List.of(vertx, rest, http))
                    .as("who would tell that there is nobody to answer")
                    .allSatisfy(framework -> assertThat(framework.all()).isEmpty());
        }
    }

    @Test
    void shouldNotMakeALongAnswerThatNobodyWaitsFor() {
        awaitAnswers();
        int before = resource.answers.get();
        servers("hang postgres");

        Door.problem(given().get("/door/exported").then(), 503, "not-answered-in-time");
        servers("go on");
        awaitAnswers();

        assertThat(resource.answers).hasValueGreaterThan(before);
        assertThat(resource.exports).hasValue(0);
    }

    @Test
    void shouldNotBeginAnEventStreamThatNobodyWaitsFor() {
        awaitAnswers();
        SlowlyFoundFilter.STATUSES.clear();
        servers("hang postgres");

        Door.problem(given().get("/door/events").then(), 503, "not-answered-in-time");
        servers("go on");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(SlowlyFoundFilter.STATUSES)
                .as("204 goes nowhere")
                .containsExactly(204));
    }

    @Test
    void shouldNotDoLaterWhatItsSenderIsToldToRepeat() {
        awaitCounted("before");
        servers("hang redis");

        count("meanwhile", 503);
        servers("go on");
        awaitCounted("later");

        assertThat(resource.counted).contains("before", "later").doesNotContain("meanwhile");
    }

    /** The audit waits for a database in front of each command. */
    @Test
    void shouldNotDoLaterWhatWasToBeWrittenDownFirst() {
        awaitAnswers();
        await().atMost(PATIENCE).untilAsserted(() -> countAudited("written before", 204));
        servers("hang postgres");

        countAudited("written meanwhile", 503);
        servers("go on");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(outcomes()).contains("failed"));

        assertThat(resource.counted).contains("written before").doesNotContain("written meanwhile");
    }

    private List<String> outcomes() {
        List<String> outcomes = new ArrayList<>();
        resource.pool
                .query("SELECT convert_from(payload, 'UTF8')::jsonb ->> 'outcome' FROM outbox_events")
                .executeAndAwait()
                .forEach(row -> outcomes.add(row.getString(0)));
        TestKafka.readAll(Topic.AUDIT_ENTRY.topicName()).stream()
                .map(entry -> Json.of(new String(entry.value(), StandardCharsets.UTF_8)))
                .forEach(entry -> outcomes.add(entry.getString("outcome")));
        return outcomes;
    }

    private static void countAudited(String mark, int status) {
        given().auth()
                .oauth2(TestTokens.viewer())
                .queryParam("mark", mark)
                .post("/door/main/audited")
                .then()
                .statusCode(status);
    }

    private static void awaitAnswers() {
        await().atMost(PATIENCE).untilAsserted(() -> given().get(ASKED).then().statusCode(200));
    }

    /** More than once if need be: on a slow machine a first request may take longer than the deadline. */
    private static void awaitCounted(String mark) {
        await().atMost(PATIENCE).untilAsserted(() -> count(mark, 204));
    }

    private static void count(String mark, int status) {
        given().auth()
                .oauth2(TestTokens.viewer())
                .queryParam("mark", mark)
                .post(COUNTED)
                .then()
                .statusCode(status);
    }

    private void servers(String what) {
        Objects.requireNonNull(servers.get(what), what).run();
    }
}
