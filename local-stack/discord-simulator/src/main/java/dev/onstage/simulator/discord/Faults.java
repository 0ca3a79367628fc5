package dev.onstage.simulator.discord;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules in force, oldest first: the first that strikes a call decides about it. Confined to the event loop. */
final class Faults {
    private final Clock clock;
    private final List<Fault> rules = new ArrayList<>();
    private long lastId;

    Faults(Clock clock) {
        this.clock = clock;
    }

    /** Adds a rule, see {@link Fault} for its JSON; returns its id. */
    long add(JsonObject rule) {
        Fault fault = new Fault(++lastId, rule, clock);
        rules.add(fault);
        return fault.id();
    }

    void remove(long id) {
        rules.removeIf(fault -> fault.id() == id);
    }

    void clear() {
        rules.clear();
    }

    Optional<Fault> strike(String method, String webhookId) {
        Optional<Fault> struck =
                rules.stream().filter(fault -> fault.strikes(method, webhookId)).findFirst();
        rules.removeIf(Fault::isSpent);
        return struck;
    }

    JsonArray toJson() {
        rules.removeIf(Fault::isSpent);
        JsonArray list = new JsonArray();
        rules.forEach(fault -> list.add(fault.toJson()));
        return list;
    }
}
