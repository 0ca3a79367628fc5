package dev.onstage.webhookingest.journal;

import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import java.time.Duration;
import java.util.List;

/**
 * Which bodies are stored. What a person would want to look at or replay always is; what comes by the thousand, presence
 * and chat and types nobody knows, only while the journal keeps up.
 */
final class BodyLevel {
    private static final String PRESENCE = "call.session_participant_";
    private static final List<String> ALWAYS = List.of("call.", "ingress.", "user.");

    private BodyLevel() {}

    /** True when the body of such a delivery may be left out. */
    static boolean isExpendable(String eventType, DeliveryOutcome outcome) {
        if (outcome == DeliveryOutcome.REFUSED || outcome == DeliveryOutcome.QUARANTINED) {
            return false;
        }
        return eventType.startsWith(PRESENCE) || ALWAYS.stream().noneMatch(eventType::startsWith);
    }

    /**
     * Whether to store the body.
     *
     * @param age how long the record has waited in Kafka
     * @param longest the age beyond which expendable bodies are left out
     */
    static boolean keeps(String eventType, DeliveryOutcome outcome, Duration age, Duration longest) {
        return age.compareTo(longest) <= 0 || !isExpendable(eventType, outcome);
    }
}
