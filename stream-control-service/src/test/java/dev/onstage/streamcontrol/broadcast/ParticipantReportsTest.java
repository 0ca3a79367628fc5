package dev.onstage.streamcontrol.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.events.ObservationSource;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.streamcontrol.provider.StreamingProvider.Attendance;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderParticipant;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProviderSession;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParticipantReportsTest {

    private static final CallId CALL = new CallId("livestream", "main");
    private static final Instant ASKED = Instant.parse("2026-11-20T19:05:00Z");

    @Test
    void shouldCountAtTheMomentBetweenQuestionAndAnswer() {
        assertThat(ParticipantReports.counts(CALL, attendance(session(), Duration.ofMillis(600))))
                .contains(new ParticipantCountObserved(
                        "livestream:main",
                        "s-1",
                        Map.of("host", 1, "user", 41),
                        7,
                        1,
                        ASKED.plusMillis(300),
                        ObservationSource.RECONCILE));
    }

    @Test
    void shouldNotCountWhatWasLongOnItsWay() {
        assertThat(ParticipantReports.counts(CALL, attendance(session(), ParticipantReports.AT_ONCE)))
                .isPresent();
        assertThat(ParticipantReports.counts(CALL, attendance(session(), ParticipantReports.AT_ONCE.plusMillis(1))))
                .isEmpty();
    }

    @Test
    void shouldNotCountWhatTheAnswerDidNotShow() {
        assertThat(ParticipantReports.counts(CALL, attendance(null, Duration.ofMillis(5))))
                .isEmpty();
    }

    /** The others alone would be too small a sum, which ends stays. */
    @Test
    void shouldNotCountWhenOneCountCannotBeUsed() {
        Map<String, Integer> withNothing = new HashMap<>(Map.of("user", 41));
        withNothing.put("host", null);
        for (Map<String, Integer> counts :
                List.of(withNothing, Map.of("user", -1), Map.of("user", Integer.MAX_VALUE), Map.of("us\0er", 41))) {
            assertThat(ParticipantReports.counts(CALL, attendance(session(counts, 7), Duration.ofMillis(5))))
                    .isEmpty();
        }
        assertThat(ParticipantReports.counts(CALL, attendance(session(Map.of("user", 41), -7), Duration.ofMillis(5))))
                .isEmpty();
    }

    private static Attendance attendance(@Nullable ProviderSession session, Duration onItsWay) {
        ProviderParticipant encoder =
                new ProviderParticipant("u-1", "broadcaster-main", null, "host", ASKED.minusSeconds(60), null, null);
        return new Attendance(List.of(encoder), session, ASKED, ASKED.plus(onItsWay));
    }

    private static ProviderSession session() {
        return session(Map.of("host", 1, "user", 41), 7);
    }

    private static ProviderSession session(Map<String, Integer> counts, int anonymous) {
        return new ProviderSession("s-1", true, ASKED.minusSeconds(60), null, ASKED, null, counts, anonymous);
    }
}
