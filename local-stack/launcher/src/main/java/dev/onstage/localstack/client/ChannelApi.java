package dev.onstage.localstack.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The API of one channel. Commands answer with whatever came back, a refusal included. */
public final class ChannelApi {

    private final OnstageApi api;
    private final String channelId;
    private final String path;

    ChannelApi(OnstageApi api, String channelId) {
        this.api = api;
        this.channelId = channelId;
        this.path = "/api/channels/" + channelId;
    }

    /** Its id. */
    public String id() {
        return channelId;
    }

    /** The channel itself. */
    public HttpAnswer get() {
        return api.get(path);
    }

    /** Changes settings such as {@code graceSeconds}. */
    public HttpAnswer change(Map<String, Object> settings) {
        return api.patch(path, settings);
    }

    /** Sets the stream up. */
    public HttpAnswer provision() {
        return api.post(path + "/provision", Map.of());
    }

    /** Server, stream key and encoder state. */
    public HttpAnswer encoder() {
        return api.get(path + "/encoder");
    }

    /** Goes live with a connected encoder. */
    public HttpAnswer goLive() {
        return api.post(path + "/go-live", Map.of());
    }

    /** Goes live even without an encoder. */
    public HttpAnswer goLiveWithoutEncoder() {
        return api.post(path + "/go-live", Map.of("withoutEncoder", true));
    }

    /** Ends the stream. */
    public HttpAnswer stopLive() {
        return api.post(path + "/stop-live", Map.of());
    }

    /** Ends it here and now, whatever the provider does. */
    public HttpAnswer forceEnd() {
        return api.post(path + "/force-end", Map.of());
    }

    /** The full state, as the broadcaster sees it. */
    public JsonNode broadcast() {
        return api.get(path + "/broadcast").orThrow();
    }

    /** {@code READY}, {@code LIVE} and so on. */
    public String state() {
        return broadcast().path("state").asText();
    }

    /** What a viewer sees. */
    public JsonNode live() {
        return api.get(path + "/live").orThrow();
    }

    /** Pushes of {@link #live()}. */
    public EventStream liveEvents() {
        return api.events(path + "/live/events");
    }

    /** Pushes of {@link #broadcast()}. */
    public EventStream broadcastEvents() {
        return api.events(path + "/broadcast/events");
    }

    /** The last 200 sessions, the newest first. */
    public JsonNode sessions() {
        return api.get("/api/stats/channels/" + channelId + "/sessions?limit=200")
                .orThrow();
    }

    /** All sessions, the newest first, page after page. */
    public List<JsonNode> allSessions() {
        var sessions = new ArrayList<JsonNode>();
        String first = "/api/stats/channels/" + channelId + "/sessions?limit=200";
        String page = first;
        while (true) {
            JsonNode found = api.get(page).orThrow();
            found.path("sessions").forEach(sessions::add);
            if (!found.path("next").isTextual()) {
                return sessions;
            }
            page = first + "&cursor=" + URLEncoder.encode(found.path("next").asText(), StandardCharsets.UTF_8);
        }
    }

    /** Sets where Discord posts go: one message when it starts, a second one when it ends. */
    public HttpAnswer setDiscordDestination(String destinationId, String url) {
        return setDiscordDestination(destinationId, url, Map.of("atEnd", "SECOND_POST"));
    }

    /** The same, with more settings such as {@code atEnd} and {@code onUnknown}. */
    public HttpAnswer setDiscordDestination(String destinationId, String url, Map<String, Object> more) {
        var destination = new HashMap<String, Object>(
                Map.of("kind", "discord", "url", url, "enabled", true, "notifyOnLive", true, "notifyOnEnd", true));
        destination.putAll(more);
        return api.put(notifications(destinationId), destination);
    }

    /** What was sent to a destination. */
    public HttpAnswer deliveries(String destinationId) {
        return api.get(notifications(destinationId) + "/deliveries");
    }

    private String notifications(String destinationId) {
        return "/api/notifications/channels/" + channelId + "/" + destinationId;
    }
}
