package dev.onstage.simulator.getstream.call;

import dev.onstage.simulator.getstream.hook.Webhooks;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Video events, each with the fields GetStream gives it. */
final class CallEvents {

    private final Webhooks webhooks;
    private final CallViews views;
    private final Permissions permissions;

    CallEvents(Webhooks webhooks, CallViews views, Permissions permissions) {
        this.webhooks = webhooks;
        this.views = views;
        this.permissions = permissions;
    }

    void created(Call call) {
        publish(call, "call.created", Map.of("call", views.call(call), "members", views.members(call.members())));
    }

    void updated(Call call) {
        publish(
                call,
                "call.updated",
                Map.of("call", views.call(call), "capabilities_by_role", permissions.byRole(call)));
    }

    void liveStarted(Call call) {
        publish(call, "call.live_started", Map.of("call", views.call(call)));
    }

    void sessionStarted(Call call, CallSession session) {
        publish(call, "call.session_started", Map.of("session_id", session.id(), "call", views.call(call)));
    }

    void sessionEnded(Call call, CallSession session) {
        publish(call, "call.session_ended", Map.of("session_id", session.id(), "call", views.call(call, session)));
    }

    void ended(Call call) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("user", null);
        fields.put("reason", null);
        fields.put("call", views.call(call, null));
        publish(call, "call.ended", fields);
    }

    void deleted(Call call) {
        publish(call, "call.deleted", Map.of("call", views.call(call)));
    }

    void participantJoined(Call call, CallSession session, Participant participant) {
        publish(
                call,
                "call.session_participant_joined",
                Map.of("session_id", session.id(), "participant", views.participant(participant)));
    }

    void participantLeft(Call call, CallSession session, Participant participant, Instant now) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("session_id", session.id());
        fields.put("participant", views.participant(participant));
        fields.put("duration_seconds", participant.seconds(now));
        fields.put("reason", null);
        publish(call, "call.session_participant_left", fields);
    }

    void participantCount(Call call, CallSession session) {
        publish(
                call,
                "call.session_participant_count_updated",
                Map.of(
                        "session_id", session.id(),
                        "participants_count_by_role", session.countByRole(),
                        "anonymous_participant_count", session.anonymous()));
    }

    void membersAdded(Call call, Collection<CallMember> members) {
        publish(call, "call.member_added", Map.of("call", views.call(call), "members", views.members(members)));
    }

    void membersUpdated(Call call, Collection<CallMember> members) {
        publish(call, "call.member_updated", Map.of("call", views.call(call), "members", views.members(members)));
    }

    void membersRemoved(Call call, List<String> userIds) {
        publish(call, "call.member_removed", Map.of("call", views.call(call), "members", userIds));
    }

    /** {@code byUserId} is null when a server did it. */
    void blocked(Call call, String userId, @Nullable String byUserId) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("user", views.user(userId));
        fields.put("blocked_by_user", byUserId == null ? null : views.user(byUserId));
        publish(call, "call.blocked_user", fields);
    }

    /** {@code byUserId} is null when a server did it. */
    void kicked(Call call, String userId, @Nullable String byUserId) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("user", views.user(userId));
        fields.put("kicked_by_user", byUserId == null ? null : views.user(byUserId));
        publish(call, "call.kicked_user", fields);
    }

    void unblocked(Call call, String userId) {
        publish(call, "call.unblocked_user", Map.of("user", views.user(userId)));
    }

    void ingressStarted(Call call, Ingress ingress) {
        Map<String, @Nullable Object> fields = ingress(ingress);
        fields.put("publisher_type", Presence.RTMPS);
        fields.put("client_name", ingress.clientName());
        fields.put("version", ingress.version());
        fields.put("client_ip", "127.0.0.1");
        publish(call, "ingress.started", fields);
    }

    void ingressStopped(Call call, Ingress ingress) {
        publish(call, "ingress.stopped", ingress(ingress));
    }

    void ingressError(Call call, Ingress ingress, String error, @Nullable String code) {
        Map<String, @Nullable Object> fields = ingress(ingress);
        fields.put("error", error);
        fields.put("code", code);
        publish(call, "ingress.error", fields);
    }

    private static Map<String, @Nullable Object> ingress(Ingress ingress) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("ingress_stream_id", ingress.ingressStreamId());
        fields.put("user_id", ingress.userId());
        return fields;
    }

    private void publish(Call call, String type, Map<String, ?> fields) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("call_cid", call.cid());
        all.putAll(fields);
        webhooks.publish(type, call.cid(), all);
    }
}
