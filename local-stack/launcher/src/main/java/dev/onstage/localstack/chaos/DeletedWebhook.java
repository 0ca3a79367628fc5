package dev.onstage.localstack.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The destination whose webhook is deleted at the receiver while there is something to tell, and what is promised about it:
 * no call after the first that was answered 404. An answer that died with the notifier was not seen: then there is one more.
 */
final class DeletedWebhook {

    private static final int NOT_FOUND = 404;

    private final ChaosDestination destination;
    private volatile Instant deletedAt = Instant.MAX;

    DeletedWebhook(ChaosDestination destination) {
        this.destination = destination;
    }

    ChaosDestination destination() {
        return destination;
    }

    boolean is(ChaosDestination other) {
        return destination.equals(other);
    }

    boolean is(String channelId, String name) {
        return destination.channelId().equals(channelId) && destination.name().equals(name);
    }

    /** From here on calls are answered 404. */
    void deleted(Instant at) {
        deletedAt = at;
    }

    /**
     * What is not as promised.
     *
     * @param calls as the simulator saw them
     * @param attempts as the notifier's history has them
     * @param switchedOff whether the destination is off
     */
    List<String> broken(List<JsonNode> calls, List<Attempt> attempts, boolean switchedOff) {
        var broken = new ArrayList<String>();
        List<JsonNode> refused =
                calls.stream().filter(call -> status(call) == NOT_FOUND).toList();
        long unseen = attempts.stream()
                .filter(attempt -> attempt.isUnknown() && attempt.at().isAfter(deletedAt))
                .count();
        long seen = attempts.stream()
                .filter(attempt -> attempt.status() != null && attempt.status() == NOT_FOUND)
                .count();
        if (refused.isEmpty() || seen != 1) {
            say(broken, "%d calls were answered 404, and the history has %d".formatted(refused.size(), seen));
        }
        if (refused.size() > 1 + unseen) {
            say(broken, "%d calls were answered 404, of which only %d may be unseen".formatted(refused.size(), unseen));
        }
        if (!calls.isEmpty() && status(calls.get(calls.size() - 1)) != NOT_FOUND) {
            say(broken, "it was called after the 404: " + calls.get(calls.size() - 1));
        }
        if (!switchedOff) {
            say(broken, "it was not switched off");
        }
        return broken;
    }

    private void say(List<String> broken, String what) {
        broken.add("deleted webhook of %s: %s".formatted(destination, what));
    }

    private static int status(JsonNode call) {
        return call.path("status").asInt();
    }
}
