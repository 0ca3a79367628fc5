package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.wire.ApiError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of a call or call type: a tree where an override replaces single leaves. */
final class CallSettings {

    /** A type shows them as 0 while they are not set, which a request may not say. */
    private static final List<String> RING_TIMEOUTS =
            List.of("auto_cancel_timeout_ms", "incoming_call_timeout_ms", "missed_call_timeout_ms");

    private CallSettings() {}

    /** {@code base} with the leaves of {@code override}; refuses unknown sections and values out of their bounds. */
    static ObjectNode merge(ObjectNode base, @Nullable ObjectNode override) {
        ObjectNode result = base.deepCopy();
        if (override == null) {
            return result;
        }
        for (String section :
                override.properties().stream().map(Map.Entry::getKey).toList()) {
            if (!base.has(section)) {
                throw ApiError.invalid("settings_override." + section, "is not a section of call settings");
            }
        }
        for (String timeout : RING_TIMEOUTS) {
            checkBounds(override, "ring", timeout, 5000, 180_000);
        }
        overwrite(result, override);
        checkBounds(result, "session", "inactivity_timeout_seconds", 5, 900);
        checkBounds(result, "backstage", "join_ahead_time_seconds", 0, Integer.MAX_VALUE);
        checkBounds(result, "limits", "max_duration_seconds", 0, Integer.MAX_VALUE);
        checkBounds(result, "limits", "max_participants", 0, Integer.MAX_VALUE);
        JsonNode tracks = result.at("/broadcasting/hls/quality_tracks");
        if (!tracks.isArray() || tracks.isEmpty() || tracks.size() > 3) {
            throw ApiError.invalid("settings_override.broadcasting.hls.quality_tracks", "must have 1 to 3 entries");
        }
        return result;
    }

    private static void overwrite(ObjectNode target, ObjectNode override) {
        for (Map.Entry<String, JsonNode> field : override.properties()) {
            JsonNode old = target.get(field.getKey());
            if (old instanceof ObjectNode oldObject && field.getValue() instanceof ObjectNode newObject) {
                overwrite(oldObject, newObject);
            } else if (!field.getValue().isNull()) {
                target.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }

    private static void checkBounds(ObjectNode settings, String section, String name, int least, int most) {
        JsonNode value = settings.path(section).path(name);
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
            throw ApiError.invalid(
                    "settings_override." + section + "." + name, "must be between " + least + " and " + most);
        }
    }
}
