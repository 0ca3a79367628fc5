package dev.onstage.streamcontrol.provider.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopiedSettingsTest {

    /** Of a type of an app that nobody changed, and something that is not known. */
    private static final String ANSWERED = """
            {"audio":{"access_request_enabled":false,"default_device":"speaker","mic_default_on":false},
             "backstage":{"enabled":true,"join_ahead_time_seconds":0},
             "broadcasting":{"enabled":true,
               "hls":{"auto_on":false,"enabled":true,"quality_tracks":["720p"],
                      "layout":{"name":"spotlight","external_app_url":"","external_css_url":""}},
               "rtmp":{"enabled":true,"quality":"","layout":{"name":"","external_app_url":"https://a.example"}}},
             "encryption":{"mode":"disabled"},
             "frame_recording":{"capture_interval_in_seconds":0,"mode":"disabled","quality":""},
             "geofencing":{"names":[]},
             "limits":{"max_duration_seconds":null,"max_participants":null,"max_participants_exclude_roles":[]},
             "moods":{"mode":"sunny"},
             "recording":{"audio_only":false,"mode":"available","quality":"1080p","moods":1},
             "ring":{"auto_cancel_timeout_ms":0,"incoming_call_timeout_ms":0,"missed_call_timeout_ms":0},
             "screensharing":{"enabled":true,"target_resolution":{"width":0,"height":0,"bitrate":0}},
             "session":{"inactivity_timeout_seconds":30},
             "video":{"camera_facing":"front","enabled":true,
                      "target_resolution":{"width":1920,"height":1080,"bitrate":3000000}}}
            """;

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void shouldTakeOnlyWhatARequestMaySay() throws JsonProcessingException {
        assertThat(CopiedSettings.of(json.readTree(ANSWERED))).isEqualTo(json.readTree("""
                {"audio":{"access_request_enabled":false,"default_device":"speaker","mic_default_on":false},
                 "backstage":{"enabled":true,"join_ahead_time_seconds":0},
                 "broadcasting":{"enabled":true,
                   "hls":{"auto_on":false,"enabled":true,"quality_tracks":["720p"],"layout":{"name":"spotlight"}},
                   "rtmp":{"enabled":true}},
                 "recording":{"audio_only":false,"mode":"available","quality":"1080p"},
                 "screensharing":{"enabled":true},
                 "session":{"inactivity_timeout_seconds":30},
                 "video":{"camera_facing":"front","enabled":true,
                          "target_resolution":{"width":1920,"height":1080,"bitrate":3000000}}}
                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'ring':{'auto_cancel_timeout_ms':5000,'incoming_call_timeout_ms':5000}}",
                "{'session':{'inactivity_timeout_seconds':4}}",
                "{'session':{'inactivity_timeout_seconds':901}}",
                "{'session':{'inactivity_timeout_seconds':'30'}}",
                "{'frame_recording':{'capture_interval_in_seconds':61,'mode':'available'}}",
                "{'recording':{'mode':'perhaps','quality':'720p'}}",
                "{'recording':{'quality':'720p'}}",
                "{'audio':{'default_device':'','mic_default_on':true}}",
                "{'broadcasting':{'hls':{'enabled':true,'quality_tracks':[]}}}",
                "{'broadcasting':{'hls':{'enabled':true,'quality_tracks':['360p','480p','720p','1080p']}}}",
                "{'video':{'target_resolution':{'width':1920,'height':100}}}",
                "{'backstage':true}",
                "[]",
                "{}"
            })
    void shouldTakeNothingOfWhatWouldBeRefused(String answered) throws JsonProcessingException {
        JsonNode settings = json.readTree(answered.replace('\'', '"'));

        assertThat(CopiedSettings.of(settings)).isNull();
    }
}
