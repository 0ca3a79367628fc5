package dev.onstage.webhookingest.replay;

import dev.onstage.webhookingest.publishing.DeliveryOutcome;
import dev.onstage.webhookingest.replay.ReplayAnswer.LeftOut;
import dev.onstage.webhookingest.replay.ReplayAnswer.OfType;
import dev.onstage.webhookingest.replay.ReplayAnswer.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what goes and what does not. Used by one thread after another. */
final class ReplayTally {
    private final Map<String, Long> sent = new TreeMap<>();
    private final Map<String, Map<Reason, Long>> leftOut = new TreeMap<>();

    /** Why a delivery cannot be sent, as far as that is known without its body. */
    static Optional<Reason> obstacle(DeliveryOutcome outcome, boolean bodyKept) {
        if (outcome == DeliveryOutcome.REFUSED) {
            return Optional.of(Reason.REFUSED);
        }
        if (outcome == DeliveryOutcome.IGNORED) {
            return Optional.of(Reason.UNKNOWN_TYPE);
        }
        return bodyKept ? Optional.empty() : Optional.of(Reason.BODY_DROPPED);
    }

    void sent(String type, long deliveries) {
        sent.merge(type, deliveries, Long::sum);
    }

    void leftOut(String type, Reason reason, long deliveries) {
        leftOut.computeIfAbsent(type, any -> new TreeMap<>()).merge(reason, deliveries, Long::sum);
    }

    /** How many went. */
    long deliveries() {
        return sent.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The types that went. */
    List<OfType> types() {
        return sent.entrySet().stream()
                .map(type -> new OfType(type.getKey(), type.getValue()))
                .toList();
    }

    /** What did not go. */
    List<LeftOut> cannot() {
        return leftOut.entrySet().stream()
                .flatMap(type -> type.getValue().entrySet().stream()
                        .map(reason -> new LeftOut(type.getKey(), reason.getKey(), reason.getValue())))
                .toList();
    }

    ReplayAnswer answer(boolean dryRun, boolean complete, @Nullable String next) {
        return new ReplayAnswer(dryRun, deliveries(), types(), cannot(), complete, next);
    }
}
