package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a call type as GetStream answers them, made into settings that it takes. Its answers show what is not set as null,
 * as an empty text or as 0, and have fields of which a request knows nothing; a request with one of these is refused as a whole.
 * So a value is copied only when GetStream's description of the request allows it, and a section without something that it has to
 * have is left out. Ringing and encryption are left out always: nobody calls anybody, and an encoder cannot encrypt.
 */
final class CopiedSettings {

    private static final Rule FLAG = value -> value.isBoolean() ? value : null;
    private static final Rule TEXT =
            value -> value.isTextual() && !value.asText().isEmpty() ? value : null;
    private static final Rule COUNT = number(1, Integer.MAX_VALUE);
    private static final Rule MODE = oneOf("available", "disabled", "auto-on");
    private static final Rule QUALITY = oneOf(
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

    private static final Rule LAYOUT = new Fields()
            .require("name", oneOf("spotlight", "grid", "single-participant", "mobile", "custom"))
            .with("detect_orientation", FLAG)
            .with("external_app_url", TEXT)
            .with("external_css_url", TEXT);

    private static final Rule RESOLUTION = new Fields()
            .require("width", number(240, 3840))
            .require("height", number(240, 3840))
            .with("bitrate", number(1, 6_000_000));

    private static final Fields SETTINGS = new Fields()
            .with(
                    "audio",
                    new Fields()
                            .require("default_device", oneOf("speaker", "earpiece"))
                            .with("access_request_enabled", FLAG)
                            .with("hifi_audio_enabled", FLAG)
                            .with("mic_default_on", FLAG)
                            .with("noise_cancellation", new Fields().require("mode", MODE))
                            .with("opus_dtx_enabled", FLAG)
                            .with("redundant_coding_enabled", FLAG)
                            .with("speaker_default_on", FLAG))
            .with(
                    "backstage",
                    new Fields().with("enabled", FLAG).with("join_ahead_time_seconds", number(0, Integer.MAX_VALUE)))
            .with(
                    "broadcasting",
                    new Fields()
                            .with("enabled", FLAG)
                            .with(
                                    "hls",
                                    new Fields()
                                            .require("quality_tracks", list(QUALITY, 3))
                                            .with("auto_on", FLAG)
                                            .with("enabled", FLAG)
                                            .with("layout", LAYOUT))
                            .with(
                                    "rtmp",
                                    new Fields()
                                            .with("enabled", FLAG)
                                            .with("quality", QUALITY)
                                            .with("layout", LAYOUT)))
            .with(
                    "frame_recording",
                    new Fields()
                            .require("mode", MODE)
                            .require("capture_interval_in_seconds", number(2, 60))
                            .with("quality", oneOf("360p", "480p", "720p", "1080p", "1440p")))
            .with("geofencing", new Fields().with("names", list(TEXT, Integer.MAX_VALUE)))
            .with(
                    "individual_recording",
                    new Fields().require("mode", MODE).with("output_types", list(TEXT, Integer.MAX_VALUE)))
            .with("ingress", new Fields().with("enabled", FLAG))
            .with(
                    "limits",
                    new Fields()
                            .with("max_duration_seconds", COUNT)
                            .with("max_participants", COUNT)
                            .with("max_participants_exclude_owner", FLAG)
                            .with("max_participants_exclude_roles", list(TEXT, Integer.MAX_VALUE)))
            .with("raw_recording", new Fields().require("mode", MODE).with("audio_only", FLAG))
            .with(
                    "recording",
                    new Fields()
                            .require("mode", MODE)
                            .with("audio_only", FLAG)
                            .with("quality", QUALITY)
                            .with("layout", LAYOUT))
            .with(
                    "screensharing",
                    new Fields()
                            .with("access_request_enabled", FLAG)
                            .with("enabled", FLAG)
                            .with("target_resolution", RESOLUTION))
            .with("session", new Fields().require("inactivity_timeout_seconds", number(5, 900)))
            .with("thumbnails", new Fields().with("enabled", FLAG))
            .with(
                    "transcription",
                    new Fields()
                            .with("mode", MODE)
                            .with("closed_caption_mode", MODE)
                            .with("language", TEXT))
            .with(
                    "video",
                    new Fields()
                            .with("access_request_enabled", FLAG)
                            .with("camera_default_on", FLAG)
                            .with("camera_facing", oneOf("front", "back", "external"))
                            .with("enabled", FLAG)
                            .with("target_resolution", RESOLUTION));

    private CopiedSettings() {}

    /** What can be sent of settings as they were answered, null when that is nothing. */
    static @Nullable ObjectNode of(JsonNode answered) {
        return SETTINGS.taken(answered);
    }

    /** What a request takes of a value. */
    @FunctionalInterface
    private interface Rule {

        /** Null for nothing; {@code value} may be missing. */
        @Nullable JsonNode taken(JsonNode value);
    }

    private static Rule number(int least, int most) {
        return value -> value.isIntegralNumber() && value.asLong() >= least && value.asLong() <= most ? value : null;
    }

    private static Rule oneOf(String... allowed) {
        Set<String> known = Set.of(allowed);
        return value -> value.isTextual() && known.contains(value.asText()) ? value : null;
    }

    /** Those of the values that are taken, unless these are none or too many. */
    private static Rule list(Rule each, int most) {
        return value -> {
            ArrayNode taken = JsonNodeFactory.instance.arrayNode();
            for (JsonNode one : value) {
                JsonNode allowed = each.taken(one);
                if (allowed != null) {
                    taken.add(allowed);
                }
            }
            return value.isArray() && !taken.isEmpty() && taken.size() <= most ? taken : null;
        };
    }

    /** An object, unless nothing is left of it or a field is missing that has to be there. */
    private static final class Fields implements Rule {

        private final Map<String, Rule> rules = new LinkedHashMap<>();
        private final Set<String> required = new HashSet<>();

        private Fields with(String field, Rule rule) {
            rules.put(field, rule);
            return this;
        }

        private Fields require(String field, Rule rule) {
            required.add(field);
            return with(field, rule);
        }

        @Override
        public @Nullable ObjectNode taken(JsonNode value) {
            ObjectNode taken = JsonNodeFactory.instance.objectNode();
            rules.forEach((field, rule) -> {
                JsonNode allowed = rule.taken(value.path(field));
                if (allowed != null) {
                    taken.set(field, allowed);
                }
            });
            boolean complete = required.stream().allMatch(taken::has);
            return complete && !taken.isEmpty() ? taken : null;
        }
    }
}
