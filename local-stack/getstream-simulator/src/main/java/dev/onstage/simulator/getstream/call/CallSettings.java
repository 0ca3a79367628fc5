package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.wire.ApiError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a call or call type: a tree where an override replaces single leaves.
 *
 * <p>What a request gives is held to the bounds that GetStream's API names for requests. They are narrower than what it
 * answers: {@code ring} of {@code livestream} is answered with zeros, which nobody may send. The languages of
 * transcriptions are not looked at.
 */
final class CallSettings {

    private static final Set<String> MODES = Set.of("available", "disabled", "auto-on");
    private static final Set<String> LANDSCAPES = Set.of("360p", "480p", "720p", "1080p", "1440p");
    private static final Set<String> QUALITIES = Set.of(
            "360p",
            "480p",
            "720p",
            "1080p",
            "1440p",
            "portrait-360x640",
            "portrait-480x854",
            "portrait-720x1280",
            "portrait-1080x1920",
            "portrait-1440x2560");
    private static final Set<String> LAYOUTS = Set.of("spotlight", "grid", "single-participant", "mobile", "custom");
    private static final Bounds NOT_NEGATIVE = new Bounds(0, Integer.MAX_VALUE);
    private static final Bounds RINGING_MILLIS = new Bounds(5_000, 180_000);
    private static final Bounds SIDE = new Bounds(240, 3840);
    private static final Bounds BITRATE = new Bounds(0, 6_000_000);
    private static final String TRACKS = "/broadcasting/hls/quality_tracks";
    private static final int MOST_TRACKS = 3;

    private static final Map<String, Bounds> NUMBERS = Map.ofEntries(
            Map.entry("/session/inactivity_timeout_seconds", new Bounds(5, 900)),
            Map.entry("/backstage/join_ahead_time_seconds", NOT_NEGATIVE),
            Map.entry("/limits/max_duration_seconds", NOT_NEGATIVE),
            Map.entry("/limits/max_participants", NOT_NEGATIVE),
            Map.entry("/frame_recording/capture_interval_in_seconds", new Bounds(2, 60)),
            Map.entry("/ring/auto_cancel_timeout_ms", RINGING_MILLIS),
            Map.entry("/ring/incoming_call_timeout_ms", RINGING_MILLIS),
            Map.entry("/ring/missed_call_timeout_ms", RINGING_MILLIS),
            Map.entry("/video/target_resolution/width", SIDE),
            Map.entry("/video/target_resolution/height", SIDE),
            Map.entry("/video/target_resolution/bitrate", BITRATE),
            Map.entry("/screensharing/target_resolution/width", SIDE),
            Map.entry("/screensharing/target_resolution/height", SIDE),
            Map.entry("/screensharing/target_resolution/bitrate", BITRATE));

    private static final Map<String, Set<String>> WORDS = Map.ofEntries(
            Map.entry("/audio/default_device", Set.of("speaker", "earpiece")),
            Map.entry("/video/camera_facing", Set.of("front", "back", "external")),
            Map.entry("/encryption/mode", MODES),
            Map.entry("/frame_recording/mode", MODES),
            Map.entry("/frame_recording/quality", LANDSCAPES),
            Map.entry("/individual_recording/mode", MODES),
            Map.entry("/raw_recording/mode", MODES),
            Map.entry("/recording/mode", MODES),
            Map.entry("/recording/quality", QUALITIES),
            Map.entry("/recording/layout/name", LAYOUTS),
            Map.entry("/broadcasting/hls/layout/name", LAYOUTS),
            Map.entry("/broadcasting/rtmp/layout/name", LAYOUTS),
            Map.entry("/broadcasting/rtmp/quality", QUALITIES),
            Map.entry("/transcription/mode", MODES),
            Map.entry("/transcription/closed_caption_mode", MODES));

    /** What has to be named where its parent is. */
    private static final Map<String, List<String>> REQUIRED = Map.ofEntries(
            Map.entry("/audio", List.of("default_device")),
            Map.entry("/frame_recording", List.of("mode", "capture_interval_in_seconds")),
            Map.entry("/individual_recording", List.of("mode")),
            Map.entry("/raw_recording", List.of("mode")),
            Map.entry("/recording", List.of("mode")),
            Map.entry("/recording/layout", List.of("name")),
            Map.entry("/ring", List.of("incoming_call_timeout_ms", "auto_cancel_timeout_ms")),
            Map.entry("/session", List.of("inactivity_timeout_seconds")),
            Map.entry("/broadcasting/hls", List.of("quality_tracks")),
            Map.entry("/broadcasting/hls/layout", List.of("name")),
            Map.entry("/broadcasting/rtmp/layout", List.of("name")),
            Map.entry("/video/target_resolution", List.of("width", "height")),
            Map.entry("/screensharing/target_resolution", List.of("width", "height")));

    private CallSettings() {}

    private record Bounds(long least, long most) {

        boolean hold(JsonNode value) {
            return value.isIntegralNumber() && value.asLong() >= least && value.asLong() <= most;
        }
    }

    /**
     * {@code base} with the leaves of {@code override}; refuses unknown sections and values that a request may not have.
     *
     * @param field what the override is called in the request
     */
    static ObjectNode merge(ObjectNode base, String field, @Nullable ObjectNode override) {
        ObjectNode result = base.deepCopy();
        if (override != null) {
            check(base, field, override);
            overwrite(result, override);
        }
        return result;
    }

    /** {@code base} with the leaves of {@code override}, whatever they are. */
    static ObjectNode overwritten(ObjectNode base, ObjectNode override) {
        ObjectNode result = base.deepCopy();
        overwrite(result, override);
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

    private static void check(ObjectNode base, String field, ObjectNode override) {
        for (Map.Entry<String, JsonNode> section : override.properties()) {
            if (!base.has(section.getKey())) {
                throw ApiError.invalid(field + "." + section.getKey(), "is not a section of call settings");
            }
        }
        REQUIRED.forEach((parent, names) -> names.forEach(name -> {
            if (given(override.at(parent)) && !given(override.at(parent).path(name))) {
                throw ApiError.invalid(field + dotted(parent) + "." + name, "is missing");
            }
        }));
        NUMBERS.forEach((path, bounds) -> {
            if (given(override.at(path)) && !bounds.hold(override.at(path))) {
                throw ApiError.invalid(
                        field + dotted(path), "must be between " + bounds.least() + " and " + bounds.most());
            }
        });
        WORDS.forEach((path, words) -> {
            if (given(override.at(path)) && !isOneOf(words, override.at(path))) {
                throw notOneOf(field + dotted(path), words);
            }
        });
        checkTracks(field + dotted(TRACKS), override.at(TRACKS));
    }

    private static void checkTracks(String field, JsonNode tracks) {
        if (!given(tracks)) {
            return;
        }
        if (!tracks.isArray() || tracks.isEmpty() || tracks.size() > MOST_TRACKS) {
            throw ApiError.invalid(field, "must have 1 to " + MOST_TRACKS + " entries");
        }
        for (JsonNode track : tracks) {
            if (!isOneOf(QUALITIES, track)) {
                throw notOneOf(field, QUALITIES);
            }
        }
    }

    private static boolean isOneOf(Set<String> words, JsonNode value) {
        return value.isTextual() && words.contains(value.asText());
    }

    private static ApiError notOneOf(String field, Set<String> words) {
        return ApiError.invalid(
                field, "must be one of " + words.stream().sorted().toList());
    }

    private static boolean given(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private static String dotted(String path) {
        return path.replace('/', '.');
    }
}
