package dev.onstage.webhookingest.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.events.CallObserved;
import dev.onstage.events.ChatMessageDeleted;
import dev.onstage.events.ChatMessagePosted;
import dev.onstage.events.ChatMessageUndeleted;
import dev.onstage.events.IngressObserved;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.events.UserBanned;
import dev.onstage.events.UserUnbanned;
import dev.onstage.webhookingest.normalization.NormalisedDelivery.IdentifiedEvent;
import dev.onstage.webhookingest.verification.TestVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every type of the provider's that means something, with no more than the fields that its documentation promises, and what
 * it means. Optional fields are in the golden files.
 */
class ProviderEventTableTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CALL = "livestream:main";
    private static final String CHAT = "livestream_invite:main";
    private static final Instant AT = Instant.parse("2026-11-20T19:05:00.351200981Z");
    private static final Instant UPDATED = Instant.parse("2026-11-20T19:04:59.340118Z");
    private static final Instant JOINED = Instant.parse("2026-11-20T19:03:12.4471902Z");

    /** Optional fields of §5 that a delivery may have as null, or not at all. */
    private static final List<String> OPTIONAL = List.of(
            "name",
            "ended_at",
            "live_ended_at",
            "live_started_at",
            "current_session_id",
            "reason",
            "client_name",
            "version",
            "code",
            "expiration",
            "shadow",
            "deleted_at",
            "deleted_for_me",
            "shadowed",
            "channel_member_count",
            "starts_at");

    private final DeliveryNormaliser normaliser = new DeliveryNormaliser();

    static Stream<Arguments> table() {
        String call = "\"call\":{\"cid\":\"livestream:main\",\"backstage\":true,\"updated_at\":\"" + UPDATED + "\"}";
        String participant = "\"session_id\":\"ps\",\"participant\":{\"user\":{\"id\":\"viewer\"},"
                + "\"user_session_id\":\"us\",\"role\":\"user\",\"joined_at\":\"" + JOINED + "\"}";
        String ingress = "\"user_id\":\"host\",\"ingress_stream_id\":\"in\"";
        String message = "\"cid\":\"" + CHAT + "\",\"message_id\":\"m\",\"message\":{\"id\":\"m\",\"text\":\"hi\","
                + "\"type\":\"regular\",\"user\":{\"id\":\"viewer\"},\"created_at\":\"" + JOINED + "\"}";
        String user = "\"user\":{\"id\":\"viewer\"},\"created_by\":{\"id\":\"moderator\"}";
        return Stream.of(
                row("call.live_started", call, observed(CallObserved.Kind.LIVE_STARTED, null)),
                row(
                        "call.session_started",
                        call + ",\"session_id\":\"ps\"",
                        observed(CallObserved.Kind.SESSION_STARTED, "ps")),
                row(
                        "call.session_ended",
                        call + ",\"session_id\":\"ps\"",
                        observed(CallObserved.Kind.SESSION_ENDED, "ps")),
                row("call.updated", call + ",\"capabilities_by_role\":{}", observed(CallObserved.Kind.UPDATED, null)),
                row("call.ended", call + ",\"members\":[]", observed(CallObserved.Kind.ENDED, null)),
                row("call.deleted", call, observed(CallObserved.Kind.DELETED, null)),
                row("call.ended", call.replace("true", "\"false\""), observed(CallObserved.Kind.ENDED, null, false)),
                row(
                        "call.deleted",
                        call.replace("\"backstage\":true,", ""),
                        observed(CallObserved.Kind.DELETED, null, false)),
                row(
                        "call.session_participant_joined",
                        participant,
                        new ParticipantJoined(
                                CALL, "ps", "us", "viewer", null, "user", JOINED, ObservationSource.WEBHOOK)),
                row(
                        "call.session_participant_left",
                        participant + ",\"duration_seconds\":108",
                        new ParticipantLeft(
                                CALL, "ps", "us", "viewer", null, "user", JOINED, AT, ObservationSource.WEBHOOK)),
                row(
                        "call.session_participant_count_updated",
                        "\"session_id\":\"ps\",\"participants_count_by_role\":{\"host\":1,\"user\":41},"
                                + "\"anonymous_participant_count\":7",
                        new ParticipantCountObserved(
                                CALL, "ps", Map.of("host", 1, "user", 41), 7, null, AT, ObservationSource.WEBHOOK)),
                row(
                        "ingress.started",
                        ingress + ",\"publisher_type\":\"rtmps\"",
                        ingress(IngressObserved.Kind.STARTED, null)),
                row("ingress.stopped", ingress, ingress(IngressObserved.Kind.STOPPED, null)),
                row(
                        "ingress.error",
                        ingress + ",\"error\":\"pipeline failed\"",
                        ingress(IngressObserved.Kind.ERROR, "pipeline failed")),
                row(
                        "message.new",
                        message + ",\"watcher_count\":3",
                        new ChatMessagePosted(CHAT, "m", "regular", "viewer", null, JOINED)),
                row(
                        "message.deleted",
                        message + ",\"hard_delete\":false",
                        new ChatMessageDeleted(CHAT, "m", "viewer", JOINED, AT)),
                row("message.deleted", message + ",\"hard_delete\":false,\"deleted_for_me\":true"),
                row("message.new", message.replace("\"text\"", "\"shadowed\":true,\"text\"")),
                row(
                        "message.deleted",
                        message.replace("\"text\"", "\"shadowed\":true,\"text\""),
                        new ChatMessageDeleted(CHAT, "m", null, JOINED, AT)),
                row("message.deleted", message.replace("regular", "system")),
                row("message.deleted", message.replace("regular", "ephemeral")),
                row("message.undeleted", message, new ChatMessageUndeleted(CHAT, "m", "regular", "viewer", JOINED, AT)),
                row(
                        "message.undeleted",
                        message.replace("regular", "deleted"),
                        new ChatMessageUndeleted(CHAT, "m", "regular", "viewer", JOINED, AT)),
                row("message.undeleted", message.replace("\"text\"", "\"shadowed\":true,\"text\"")),
                row("user.banned", user, new UserBanned("viewer", null, null, AT)),
                row("user.banned", user + ",\"cid\":\"" + CHAT + "\"", new UserBanned("viewer", CHAT, null, AT)),
                row("user.banned", user + ",\"shadow\":true"),
                row("user.unbanned", user, new UserUnbanned("viewer", null, AT)),
                row("user.unbanned", user + ",\"cid\":\"" + CHAT + "\"", new UserUnbanned("viewer", CHAT, AT)),
                row("user.unbanned", user + ",\"shadow\":true"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void shouldMean(String type, String json, List<OnstageEvent> expected) throws IOException {
        NormalisedDelivery plain = normalise(json);
        assertThat(plain.known()).isTrue();
        assertThat(plain.type()).isEqualTo(type);
        assertThat(plain.providerTime()).contains(AT);
        assertThat(events(plain)).isEqualTo(expected);

        assertThat(events(changed(json, ProviderEventTableTest::timesAsNanoseconds)))
                .as("integer times")
                .isEqualTo(expected);
        assertThat(events(changed(json, ProviderEventTableTest::optionalsAsNull)))
                .as("null for what is missing")
                .isEqualTo(expected);
        assertThat(events(changed(json, ProviderEventTableTest::unknownFields)))
                .as("fields nobody knows")
                .isEqualTo(expected);
    }

    /** The participants that a session's start lists have joined, whether or not their own events come. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void shouldTakeTheParticipantsOfAStartedSessionForJoined(int listed) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(table().filter(row -> row.get()[0].equals("call.session_started"))
                .map(row -> (String) row.get()[1])
                .findFirst()
                .orElseThrow());
        ArrayNode participants = ((ObjectNode) body.get("call"))
                .putObject("session")
                .put("id", "ps")
                .putArray("participants");
        List<OnstageEvent> joins = new ArrayList<>();
        for (int i = 0; i < listed; i++) {
            ObjectNode participant = participants.addObject();
            participant.put("user_session_id", "us-" + i).put("role", "user").put("joined_at", JOINED.toString());
            participant.putObject("user").put("id", "viewer-" + i).put("name", "Name " + i);
            joins.add(new ParticipantJoined(
                    CALL, "ps", "us-" + i, "viewer-" + i, "Name " + i, "user", JOINED, ObservationSource.WEBHOOK));
        }

        List<OnstageEvent> events = events(normalise(body.toString()));

        assertThat(events.get(0)).isInstanceOf(CallObserved.class);
        assertThat(events.subList(1, events.size())).isEqualTo(joins);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call.created",
                "call.member_added",
                "call.member_updated",
                "call.member_removed",
                "call.member_updated_permission",
                "call.rtmp_broadcast_started",
                "call.rtmp_broadcast_stopped",
                "call.rtmp_broadcast_failed",
                "call.hls_broadcasting_started",
                "call.hls_broadcasting_stopped",
                "call.hls_broadcasting_failed",
                "call.recording_started",
                "call.recording_stopped",
                "call.recording_failed",
                "call.recording_ready",
                "call.stats_report_ready",
                "message.updated",
                "channel.created",
                "channel.updated",
                "channel.deleted",
                "channel.truncated",
                "channel.frozen",
                "channel.unfrozen",
                "member.added",
                "member.updated",
                "member.removed"
            })
    void shouldAcceptAndIgnoreTheOthers(String type) {
        NormalisedDelivery delivery =
                normalise("{\"type\":\"" + type + "\",\"created_at\":\"" + AT + "\",\"call_cid\":\"" + CALL
                        + "\",\"members\":[{\"user_id\":\"viewer\"}],\"channel\":{\"cid\":\"" + CHAT + "\"}}");

        assertThat(delivery.known()).isFalse();
        assertThat(delivery.events()).isEmpty();
        assertThat(delivery.providerTime()).contains(AT);
    }

    private static Arguments row(String type, String fields, OnstageEvent... expected) {
        String callCid =
                type.startsWith("call.") || type.startsWith("ingress.") ? ",\"call_cid\":\"" + CALL + "\"" : "";
        return Arguments.of(
                type,
                "{\"type\":\"" + type + "\",\"created_at\":\"" + AT + "\"" + callCid + "," + fields + "}",
                List.of(expected));
    }

    private static CallObserved observed(CallObserved.Kind kind, @Nullable String session) {
        return observed(kind, session, true);
    }

    private static CallObserved observed(CallObserved.Kind kind, @Nullable String session, boolean backstage) {
        return new CallObserved(CALL, kind, backstage, session, null, null, null, null, null, UPDATED, AT);
    }

    private static IngressObserved ingress(IngressObserved.Kind kind, @Nullable String error) {
        return new IngressObserved(CALL, kind, "host", "in", null, null, error, null, AT);
    }

    private NormalisedDelivery normalise(String json) {
        return normaliser.normalise(TestVerifier.verified(json.getBytes(StandardCharsets.UTF_8)));
    }

    private NormalisedDelivery changed(String json, BiConsumer<ObjectNode, String> change) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(json);
        everywhere(body, change);
        return normalise(body.toString());
    }

    private static List<OnstageEvent> events(NormalisedDelivery delivery) {
        return delivery.events().stream().map(IdentifiedEvent::event).toList();
    }

    /** Applies a change to every field of every object, the innermost first; the counts by role have no fields. */
    private static void everywhere(JsonNode node, BiConsumer<ObjectNode, String> change) {
        node.forEach(child -> everywhere(child, change));
        if (node instanceof ObjectNode object && !object.has("host")) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> change.accept(object, name));
        }
    }

    private static void timesAsNanoseconds(ObjectNode object, String name) {
        if (name.endsWith("_at")) {
            Instant time = Instant.parse(object.get(name).asText());
            object.put(name, time.getEpochSecond() * 1_000_000_000L + time.getNano());
        }
    }

    private static void optionalsAsNull(ObjectNode object, String name) {
        OPTIONAL.stream().filter(optional -> !object.has(optional)).forEach(object::putNull);
    }

    private static void unknownFields(ObjectNode object, String name) {
        object.putObject("x_" + name)
                .put("type", "call.ended")
                .putArray("created_at")
                .add(1)
                .addNull();
        object.put("x_text", "a newer provider's");
    }
}
