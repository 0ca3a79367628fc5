package dev.onstage.simulator.getstream.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.hook.Webhooks;
import dev.onstage.simulator.getstream.http.Api;
import dev.onstage.simulator.getstream.http.Exclusions;
import dev.onstage.simulator.getstream.http.Tokens;
import dev.onstage.simulator.getstream.user.Roles;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import dev.onstage.simulator.getstream.wire.Wire;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** GetStream Video as a whole. */
public final class Video {

    private final CallTypes types;
    private final Calls calls;
    private final Users users;
    private final Presence presence;
    private final CallViews views;
    private final Permissions permissions;
    private final SimulatorClock clock;
    private final Encoders encoders;
    private final Audience audience;
    private final String ingressHost;
    private boolean revocationPutsOut;

    /**
     * Video of the app with {@code apiKey}; encoders are sent to {@code ingressHost}. Grants count where
     * {@code permissionsChecked}.
     */
    public Video(
            Vertx vertx,
            SimulatorClock clock,
            Users users,
            Roles roles,
            Tokens tokens,
            Exclusions exclusions,
            BooleanSupplier permissionsChecked,
            Webhooks webhooks,
            String ingressHost,
            String apiKey) {
        this.clock = clock;
        this.ingressHost = ingressHost;
        this.types = new CallTypes(roles, clock);
        this.permissions = new Permissions(users, roles, types, permissionsChecked);
        this.views = new CallViews(users, ingressHost, apiKey);
        CallEvents events = new CallEvents(webhooks, views, permissions);
        this.users = users;
        this.presence = new Presence(vertx, clock, users, permissions, exclusions, events);
        this.calls = new Calls(types, users, roles, permissions, presence, events, clock);
        this.encoders = new Encoders(calls, users, presence, permissions, events, tokens, clock, apiKey);
        this.audience = new Audience(calls, users, permissions, presence, tokens, clock);
    }

    /** Adds Video's endpoints to {@code api}. */
    public void register(Api api) {
        new PeopleEndpoints(calls, views, permissions, clock).register(api);
        new CallEndpoints(calls, users, views, permissions, presence, ingressHost).register(api);
        new CallTypeEndpoints(types, calls).register(api);
    }

    /** The RTMPS door. */
    public Encoders encoders() {
        return encoders;
    }

    /** The viewers. */
    public Audience audience() {
        return audience;
    }

    /** Goes live as GetStream's dashboard does. */
    public void goLive(String type, String id) {
        calls.goLive(calls.require(type, id));
    }

    /** Stops as GetStream's dashboard does. */
    public void stopLive(String type, String id) {
        calls.stopLive(calls.require(type, id));
    }

    /** Ends a call for good as GetStream's dashboard does. */
    public void markEnded(String type, String id) {
        calls.end(calls.require(type, id));
    }

    /**
     * A call to look at.
     *
     * @param call as GetStream shows it in a webhook
     * @param encoders connected now
     * @param sessions the closed ones, oldest first, then the running one
     */
    public record CallState(
            String callCid,
            boolean backstage,
            @Nullable Instant endedAt,
            Instant updatedAt,
            List<Ingress> encoders,
            List<Visitor> participants,
            List<SessionState> sessions,
            JsonNode call) {}

    /** Somebody who is in the call. */
    public record Visitor(String userId, String userSessionId, String role, Instant joinedAt) {}

    /**
     * A session of the call.
     *
     * @param endedAt null while it runs
     * @param participants presences in it so far
     */
    public record SessionState(
            String sessionId,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant liveStartedAt,
            @Nullable Instant liveEndedAt,
            int participants) {

        static SessionState of(CallSession session) {
            return new SessionState(
                    session.id(),
                    session.startedAt(),
                    session.endedAt(),
                    session.liveStartedAt(),
                    session.liveEndedAt(),
                    session.everybody().size());
        }
    }

    /** The call with its encoders, participants and sessions. */
    public CallState state(String type, String id) {
        Call call = calls.require(type, id);
        List<SessionState> sessions = Stream.concat(call.closedSessions().stream(), call.session().stream())
                .map(SessionState::of)
                .toList();
        List<Visitor> participants = call.session().stream()
                .flatMap(session -> session.present().stream())
                .map(each -> new Visitor(each.userId(), each.userSessionId(), each.role(), each.joinedAt()))
                .toList();
        return new CallState(
                call.cid(),
                call.backstage(),
                call.endedAt(),
                call.updatedAt(),
                call.ingresses(),
                participants,
                sessions,
                Wire.RFC_3339.mapper().valueToTree(views.call(call)));
    }

    /** The cids of all calls. */
    public List<String> cids() {
        return calls.all().stream().map(Call::cid).toList();
    }

    /**
     * Tokens were revoked. A token is looked at when somebody joins, so that whoever is in a call stays. UNSURE: GetStream
     * documents nothing else, and {@link #revocationPutsOut(boolean)} shows the other reading.
     */
    public void tokensRevoked() {
        if (revocationPutsOut) {
            calls.putOutRevoked();
        }
    }

    /** Whether a revocation puts out who watches with a token that it revokes. */
    public boolean revocationPutsOut() {
        return revocationPutsOut;
    }

    /** Sets what {@link #revocationPutsOut()} says; false at every start. */
    public void revocationPutsOut(boolean putsOut) {
        revocationPutsOut = putsOut;
    }

    /** Everything, for the simulator's file. */
    public JsonNode saved() {
        ObjectNode saved = Wire.snapshot().createObjectNode();
        saved.set("types", types.saved());
        saved.set("calls", calls.saved());
        return saved;
    }

    /** Takes back what {@link #saved} gave. */
    public void restore(JsonNode saved) {
        types.restore(saved.path("types"));
        calls.restore(saved.path("calls"));
    }

    /** Whoever was in a call when the simulator stopped has lost the connection: they leave, and it is reported. */
    public void disconnectEverybody() {
        List.copyOf(calls.all()).forEach(calls::empty);
    }
}
