package dev.onstage.simulator.getstream.hook;

import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which hooks the app has, and whether bodies travel compressed. */
public final class HookSettings {

    /** GetStream sends to the old {@code webhook_url} under this id while there is no hook in the list. */
    static final String LEGACY_ID = "legacy";

    private final SimulatorClock clock;
    private List<EventHook> hooks = List.of();
    private boolean compression;
    private String legacyUrl = "";
    private List<String> legacyEvents = List.of();

    /** No hook, no compression. */
    public HookSettings(SimulatorClock clock) {
        this.clock = clock;
    }

    /** The hooks in the order of the last replacement. */
    public List<EventHook> hooks() {
        return hooks;
    }

    /**
     * Replaces all hooks: an entry with a known id updates that hook, one without creates a hook with a new id, and
     * whatever is not in the list is gone.
     */
    public void replace(List<EventHook> wanted) {
        Map<String, EventHook> known = new HashMap<>();
        hooks.forEach(hook -> known.put(String.valueOf(hook.id()), hook));
        List<EventHook> result = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (EventHook hook : wanted) {
            hook.check();
            result.add(store(hook, known, seen));
        }
        hooks = List.copyOf(result);
    }

    private EventHook store(EventHook hook, Map<String, EventHook> known, Set<String> seen) {
        Instant now = clock.now();
        String id = hook.id();
        if (id == null || id.isEmpty()) {
            return hook.stored(UUID.randomUUID().toString(), now, now);
        }
        EventHook before = known.get(id);
        if (before == null || !seen.add(id)) {
            throw ApiError.invalid("event_hooks.id", "'" + id + "' is not the id of one hook of this app");
        }
        Instant created = before.createdAt() == null ? now : before.createdAt();
        return hook.stored(id, created, now);
    }

    /** Whether webhook bodies are sent with gzip. */
    public boolean compression() {
        return compression;
    }

    /** Switches gzip of webhook bodies. */
    public void compression(boolean on) {
        compression = on;
    }

    /** The old single {@code webhook_url}; empty when unset. */
    public String legacyUrl() {
        return legacyUrl;
    }

    /** The events of the old {@code webhook_url}; empty for all. */
    public List<String> legacyEvents() {
        return legacyEvents;
    }

    /** Sets the old single hook; null leaves a value as it is. */
    public void legacy(@Nullable String url, @Nullable List<String> events) {
        legacyUrl = url == null ? legacyUrl : url;
        legacyEvents = events == null ? legacyEvents : List.copyOf(events);
    }

    /** Where an event of {@code type} goes. The list, when it has entries, hides the old {@code webhook_url}. */
    List<EventHook> receivers(String type) {
        if (!hooks.isEmpty()) {
            return hooks.stream().filter(hook -> hook.wants(type)).toList();
        }
        if (legacyUrl.isEmpty()) {
            return List.of();
        }
        EventHook legacy =
                new EventHook(LEGACY_ID, EventHook.WEBHOOK, true, legacyUrl, legacyEvents, null, null, null, Map.of());
        return legacy.wants(type) ? List.of(legacy) : List.of();
    }

    /** Takes hooks from the simulator's file. */
    public void restore(List<EventHook> saved) {
        hooks = List.copyOf(saved);
    }
}
