package dev.onstage.simulator.getstream.fault;

import dev.onstage.simulator.getstream.wire.ApiError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rules that disturb webhooks on purpose. All rules that match an event act together. */
public final class Faults {

    private final Random random;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private int lastId;

    /** Chances are drawn from {@code random}. */
    public Faults(Random random) {
        this.random = random;
    }

    /**
     * One disturbance.
     *
     * @param call the call it is limited to, and with it the chat channel of the same id; null for everything
     * @param channel the chat channel it is limited to when that has another id
     * @param types event types, {@code call.*} for all of a kind; null or empty for every type
     * @param drop chance 0..1 that an event is never delivered
     * @param duplicate how many more times an event is delivered
     * @param shuffleWithinMillis each delivery waits a random time up to this
     * @param delayMillis each delivery waits this long
     * @param gzip bodies are sent compressed
     * @param badSignature the signature does not fit the body
     */
    public record Rule(
            @Nullable String call,
            @Nullable String channel,
            @Nullable List<String> types,
            @Nullable Double drop,
            @Nullable Integer duplicate,
            @Nullable Long shuffleWithinMillis,
            @Nullable Long delayMillis,
            @Nullable Boolean gzip,
            @Nullable Boolean badSignature) {

        private void check() {
            if (drop != null && !(drop >= 0 && drop <= 1)) {
                throw ApiError.invalid("drop", "must be between 0 and 1");
            }
            notNegative("duplicate", duplicate);
            notNegative("shuffleWithinMillis", shuffleWithinMillis);
            notNegative("delayMillis", delayMillis);
        }

        private static void notNegative(String name, @Nullable Number value) {
            if (value != null && value.longValue() < 0) {
                throw ApiError.invalid(name, "must not be negative");
            }
        }

        private boolean matches(String type, @Nullable String cid) {
            return matchesType(type) && matchesSubject(cid);
        }

        private boolean matchesType(String type) {
            return types == null
                    || types.isEmpty()
                    || types.stream()
                            .anyMatch(wanted -> wanted.endsWith("*")
                                    ? type.startsWith(wanted.substring(0, wanted.length() - 1))
                                    : type.equals(wanted));
        }

        private boolean matchesSubject(@Nullable String cid) {
            if (call == null && channel == null) {
                return true;
            }
            return cid != null && (cid.equals(channel) || (call != null && Subjects.belongs(cid, call)));
        }
    }

    /**
     * What happens to one event.
     *
     * @param droppedBy the rule that swallows it, null when none does
     * @param delaysMillis one entry per delivery
     */
    public record Plan(@Nullable String droppedBy, List<Long> delaysMillis, boolean gzip, boolean badSignature) {}

    /** Adds a rule and returns its id. */
    public String add(Rule rule) {
        rule.check();
        String id = "fault-" + ++lastId;
        rules.put(id, rule);
        return id;
    }

    /** Removes one rule; false when there is none. */
    public boolean remove(String id) {
        return rules.remove(id) != null;
    }

    /** Removes every rule. */
    public void clear() {
        rules.clear();
    }

    /** The rules by id. */
    public Map<String, Rule> rules() {
        return Map.copyOf(rules);
    }

    /** What the rules do to an event of {@code type} about {@code cid}. */
    public Plan plan(String type, @Nullable String cid) {
        List<Rule> matching = new ArrayList<>();
        for (Map.Entry<String, Rule> entry : rules.entrySet()) {
            Rule rule = entry.getValue();
            if (rule.matches(type, cid)) {
                if (rule.drop() != null && random.nextDouble() < rule.drop()) {
                    return new Plan(entry.getKey(), List.of(), false, false);
                }
                matching.add(rule);
            }
        }
        int copies = 1;
        for (Rule rule : matching) {
            copies += rule.duplicate() == null ? 0 : rule.duplicate();
        }
        List<Long> delays = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            delays.add(delay(matching));
        }
        return new Plan(
                null,
                delays,
                matching.stream().anyMatch(rule -> Boolean.TRUE.equals(rule.gzip())),
                matching.stream().anyMatch(rule -> Boolean.TRUE.equals(rule.badSignature())));
    }

    private long delay(List<Rule> matching) {
        long millis = 0;
        for (Rule rule : matching) {
            millis += rule.delayMillis() == null ? 0 : rule.delayMillis();
            if (rule.shuffleWithinMillis() != null) {
                millis += random.nextLong(rule.shuffleWithinMillis() + 1);
            }
        }
        return millis;
    }
}
