package dev.onstage.webhookingest.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyLevelTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({
        "call.live_started, ACCEPTED, false",
        "call.session_started, ACCEPTED, false",
        "call.session_participant_joined, ACCEPTED, true",
        "call.session_participant_left, ACCEPTED, true",
        "call.session_participant_count_updated, ACCEPTED, true",
        "call.session_participant_joined, QUARANTINED, false",
        "call.session_participant_joined, REFUSED, false",
        "call.teleported, IGNORED, false",
        "ingress.error, ACCEPTED, false",
        "user.banned, ACCEPTED, false",
        "message.new, ACCEPTED, true",
        "message.new, QUARANTINED, false",
        "message.new, REFUSED, false",
        "reaction.new, IGNORED, true",
        "null, REFUSED, false"
    })
    void shouldGiveUpOnlyPresenceChatAndTheUnknown(String type, DeliveryOutcome outcome, boolean expendable) {
        assertThat(BodyLevel.isExpendable(type, outcome)).isEqualTo(expendable);
        assertThat(BodyLevel.keeps(type, outcome, LONGEST, LONGEST)).isTrue();
        assertThat(BodyLevel.keeps(type, outcome, LONGEST.plusMillis(1), LONGEST))
                .isEqualTo(!expendable);
    }
}
