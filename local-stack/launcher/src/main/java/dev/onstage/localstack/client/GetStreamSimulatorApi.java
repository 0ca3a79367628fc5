package dev.onstage.localstack.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The simulator's control side: what encoders, viewers, chatters, GetStream's own dashboard and bad networks do. */
public final class GetStreamSimulatorApi {

    private final JsonHttp http;

    /** Talks to the simulator at that address. */
    public GetStreamSimulatorApi(URI base) {
        this.http = new JsonHttp(base);
    }

    /** An encoder connects, as OBS would with these two values; may be refused. */
    public HttpAnswer connectEncoder(String address, String streamKey) {
        return http.send(
                "POST",
                "/_sim/encoders",
                Map.of("address", address, "streamKey", streamKey, "clientName", "OBS Studio", "version", "31.0.0"),
                Map.of());
    }

    /** The encoder goes away. */
    public HttpAnswer disconnectEncoder(String ingressStreamId) {
        return http.send("DELETE", "/_sim/encoders/" + ingressStreamId, null, Map.of());
    }

    /** The encoder's stream breaks. */
    public HttpAnswer encoderError(String ingressStreamId, String error, String code) {
        return http.send(
                "POST", "/_sim/encoders/" + ingressStreamId + "/error", Map.of("error", error, "code", code), Map.of());
    }

    /** Viewers join; refused while the call is in backstage. */
    public HttpAnswer joinViewers(String callCid, int count, String prefix) {
        return http.send("POST", call(callCid) + "/viewers", Map.of("count", count, "prefix", prefix), Map.of());
    }

    /** Somebody joins with the token that Onstage handed out; may be refused. */
    public HttpAnswer join(String callCid, String token) {
        return http.send("POST", call(callCid) + "/viewers", Map.of("tokens", List.of(token)), Map.of());
    }

    /** Viewers leave, the earliest first. */
    public HttpAnswer leaveViewers(String callCid, int count) {
        return http.send("DELETE", call(callCid) + "/viewers?count=" + count, null, Map.of());
    }

    /** Messages are posted to a chat channel. */
    public HttpAnswer postMessages(String channelCid, int count, String prefix) {
        return http.send(
                "POST",
                "/_sim/channels/" + channelCid.replace(':', '/') + "/messages",
                Map.of("count", count, "prefix", prefix),
                Map.of());
    }

    /** Somebody goes live in GetStream's dashboard. */
    public HttpAnswer goLive(String callCid) {
        return http.send("POST", call(callCid) + "/go_live", Map.of(), Map.of());
    }

    /** Somebody stops in GetStream's dashboard. */
    public HttpAnswer stopLive(String callCid) {
        return http.send("POST", call(callCid) + "/stop_live", Map.of(), Map.of());
    }

    /** Somebody retires the call in GetStream's dashboard. */
    public HttpAnswer markEnded(String callCid) {
        return http.send("POST", call(callCid) + "/mark_ended", Map.of(), Map.of());
    }

    /** A moderator bans somebody in GetStream's dashboard; {@code channelCid} null means from the whole app. */
    public HttpAnswer ban(String userId, @Nullable String channelCid) {
        return http.send("POST", "/_sim/users/" + userId + "/ban", inChannel(channelCid), Map.of());
    }

    /** A moderator lifts that ban. */
    public HttpAnswer unban(String userId, @Nullable String channelCid) {
        return http.send("POST", "/_sim/users/" + userId + "/unban", inChannel(channelCid), Map.of());
    }

    /**
     * Whether people who watch with a token that is revoked are put out of their calls. They are not unless this is said;
     * which of the two GetStream does is not documented.
     */
    public void revocationPutsOut(boolean putsOut) {
        http.send("PUT", "/_sim/revocation", Map.of("putsOut", putsOut), Map.of())
                .orThrow();
    }

    private static Map<String, Object> inChannel(@Nullable String channelCid) {
        return channelCid == null ? Map.of() : Map.of("channel", channelCid);
    }

    /** The call with its sessions, encoders and participants. */
    public JsonNode state(String callCid) {
        return http.send("GET", call(callCid), null, Map.of()).orThrow();
    }

    /** The ingress stream ids of the encoders connected to that call; none when there is no such call. */
    public List<String> encoders(String callCid) {
        HttpAnswer answer = http.send("GET", call(callCid), null, Map.of());
        return StreamSupport.stream(answer.body().path("encoders").spliterator(), false)
                .map(encoder -> encoder.path("ingressStreamId").asText())
                .toList();
    }

    /**
     * Every webhook attempt for that call, oldest first: {@code type}, {@code attempt}, {@code status}, {@code outcome},
     * {@code droppedBy} and when it ended, {@code at}.
     */
    public List<JsonNode> deliveries(String callCid) {
        JsonNode log = http.send("GET", "/_sim/deliveries?call=" + callCid, null, Map.of())
                .orThrow();
        return StreamSupport.stream(log.path("deliveries").spliterator(), false).toList();
    }

    /**
     * Adds a rule for webhooks, for example {@code call}, {@code types}, {@code drop}, {@code duplicate},
     * {@code shuffleWithinMillis}; answers with its id.
     */
    public String addFault(Map<String, Object> rule) {
        return http.send("PUT", "/_sim/faults", rule, Map.of())
                .orThrow()
                .path("id")
                .asText();
    }

    /** Takes a rule away. */
    public void removeFault(String id) {
        http.send("DELETE", "/_sim/faults/" + id, null, Map.of()).orThrow();
    }

    /** GetStream's API is {@code refuse}, {@code error500}, {@code hang} or {@code none} for that call. */
    public void outage(String callCid, String mode) {
        http.send("PUT", "/_sim/outage", Map.of("mode", mode, "call", callCid), Map.of())
                .orThrow();
    }

    /** Webhooks of these types are lost for that call. */
    public String drop(String callCid, List<String> types) {
        return addFault(Map.of("call", callCid, "types", types, "drop", 1));
    }

    private static String call(String callCid) {
        return "/_sim/calls/" + callCid.replace(':', '/');
    }

    /** A request as a page makes it: with the public key and the token of its user. */
    public HttpAnswer asUser(String method, String path, @Nullable Object body, String apiKey, String token) {
        return http.send(
                method, path + "?api_key=" + apiKey, body, Map.of("Authorization", token, "stream-auth-type", "jwt"));
    }
}
