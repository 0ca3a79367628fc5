package dev.onstage.localstack.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrowdTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant BEGIN = Instant.parse("2026-11-22T12:00:00.123456Z");
    private static final int SOME = 5000;

    private final Crowd crowd = crowd(7);

    private static Crowd crowd(long seed) {
        return new Crowd(seed, "livestream:main", "livestream_invite:main", BEGIN, Duration.ofMillis(1));
    }

    @Test
    void shouldKnowEachDeliveryByItsId() {
        assertThat(IntStream.range(0, SOME)
                        .map(number -> crowd.numberOf(UUID.fromString(crowd.webhookId(number))))
                        .toArray())
                .isEqualTo(IntStream.range(0, SOME).toArray());
        assertThat(crowd.numberOf(UUID.fromString(crowd(8).webhookId(3)))).isEqualTo(-1);
        assertThat(crowd.numberOf(UUID.randomUUID())).isEqualTo(-1);
    }

    @Test
    void shouldSayTheSameEachTime() {
        assertThat(crowd.body(4711)).isEqualTo(crowd(7).body(4711)).isNotEqualTo(crowd(8).body(4711));
    }

    @Test
    void shouldEndEveryStayOnceAndOnlyThoseThatBegan() {
        int[] left = IntStream.range(0, SOME)
                .filter(number -> crowd.kind(number) == DeliveryKind.LEFT)
                .toArray();
        assertThat(left).hasSizeGreaterThan(SOME / 4);
        assertThat(IntStream.of(left).map(crowd::joinOf))
                .allSatisfy(join -> assertThat(crowd.kind(join)).isEqualTo(DeliveryKind.JOINED));
        assertThat(IntStream.of(left).map(crowd::joinOf).boxed().toList()).doesNotHaveDuplicates();
    }

    @Test
    void shouldKnowWhichDeliveryEndsAStayAndWhichHappensWhen() {
        for (int number = 0; number < SOME; number++) {
            assertThat(crowd.numberAt(crowd.at(number))).isEqualTo(number);
            if (crowd.kind(number) == DeliveryKind.LEFT) {
                assertThat(crowd.leaveOf(crowd.joinOf(number))).isEqualTo(number);
            }
        }
        assertThat(crowd.numberAt(BEGIN.minusSeconds(1))).isEqualTo(-1);
        assertThat(crowd.numberAt(BEGIN.plusNanos(500_000))).isEqualTo(-1);
    }

    @Test
    void shouldWriteJsonThatSaysWhatItKnows() throws IOException {
        for (int number = 2000; number < 2040; number++) {
            JsonNode body = JSON.readTree(crowd.body(number));
            assertThat(body.path("type").asText()).isEqualTo(crowd.kind(number).type());
            assertThat(Instant.parse(body.path("created_at").asText())).isEqualTo(crowd.at(number));
            switch (crowd.kind(number)) {
                case JOINED, LEFT -> {
                    JsonNode participant = body.path("participant");
                    int join = crowd.joinOf(number);
                    assertThat(participant.path("user_session_id").asText()).isEqualTo(crowd.userSessionId(join));
                    assertThat(participant.path("user").path("id").asText()).isEqualTo(crowd.userId(number));
                    assertThat(Instant.parse(participant.path("joined_at").asText()))
                            .isEqualTo(crowd.at(join));
                }
                case COUNTED -> {
                    assertThat(body.path("participants_count_by_role")
                                    .path("user")
                                    .asInt())
                            .isEqualTo(crowd.counted(number));
                    assertThat(body.path("anonymous_participant_count").asInt())
                            .isEqualTo(crowd.countedAnonymous(number));
                }
                case POSTED ->
                    assertThat(body.path("message").path("id").asText())
                            .isEqualTo(crowd.messageId(number))
                            .startsWith(crowd.userId(number));
            }
        }
    }

    @Test
    void shouldBeAboutAsLargeAsGetStreams() {
        double average = IntStream.range(2000, 4000)
                .map(number -> crowd.body(number).length)
                .average()
                .orElseThrow();
        assertThat(average).isCloseTo(900, within(250.0));
    }

    @Test
    void shouldTellDeliveriesApartByWholeMicroseconds() {
        assertThat(IntStream.range(0, SOME).mapToObj(crowd::at))
                .doesNotHaveDuplicates()
                .allSatisfy(at -> assertThat(at).isEqualTo(at.truncatedTo(ChronoUnit.MICROS)));
    }
}
