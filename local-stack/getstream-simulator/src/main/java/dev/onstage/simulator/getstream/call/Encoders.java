package dev.onstage.simulator.getstream.call;

import dev.onstage.simulator.getstream.http.Caller;
import dev.onstage.simulator.getstream.http.Tokens;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.ApiError;
import dev.onstage.simulator.getstream.wire.ApiError.Code;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The RTMPS door: an encoder comes with an address and a stream key (a user token) and shows up as a participant. The
 * key is checked when it connects and not again.
 */
public final class Encoders {

    private final Calls calls;
    private final Users users;
    private final Presence presence;
    private final Permissions permissions;
    private final CallEvents events;
    private final Tokens tokens;
    private final SimulatorClock clock;
    private final String apiKey;
    private final Random random = new Random();

    Encoders(
            Calls calls,
            Users users,
            Presence presence,
            Permissions permissions,
            CallEvents events,
            Tokens tokens,
            SimulatorClock clock,
            String apiKey) {
        this.calls = calls;
        this.users = users;
        this.presence = presence;
        this.permissions = permissions;
        this.events = events;
        this.tokens = tokens;
        this.clock = clock;
        this.apiKey = apiKey;
    }

    /** Lets an encoder in or refuses it with the reason. */
    public Ingress connect(String address, String streamKey, @Nullable String clientName, @Nullable String version) {
        IngressAddress target = IngressAddress.parse(address)
                .orElseThrow(() -> ApiError.of(
                        Code.NOT_FOUND,
                        "'" + address + "' is no ingress address: rtmps://host:443/key.type.id expected"));
        if (!target.apiKey().equals(apiKey)) {
            throw ApiError.of(Code.ACCESS_KEY, "the address names the api key of another app");
        }
        Caller caller = tokens.verify(streamKey);
        if (caller.kind() != Caller.Kind.USER) {
            throw ApiError.of(Code.AUTHENTICATION, "the stream key must be a user token");
        }
        Call call =
                calls.find(target.callCid()).orElseThrow(() -> ApiError.notFound("call with cid " + target.callCid()));
        users.require(caller.name());
        if (!call.settings().at("/ingress/enabled").asBoolean(true)) {
            throw ApiError.of(Code.NOT_ALLOWED, "ingress is disabled for call " + call.cid());
        }
        presence.admit(call, caller);
        permissions.require(caller, call, "send-video");
        permissions.require(caller, call, "send-audio");
        return open(call, caller, clientName, version);
    }

    private Ingress open(Call call, Caller caller, @Nullable String clientName, @Nullable String version) {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        String streamId = HexFormat.of().formatHex(bytes);
        Ingress announced = new Ingress(streamId, call.cid(), caller.name(), "", clientName, version, clock.now());
        events.ingressStarted(call, announced);
        Participant participant = presence.join(call, caller, Presence.RTMPS);
        Ingress ingress = new Ingress(
                streamId,
                call.cid(),
                caller.name(),
                participant.userSessionId(),
                clientName,
                version,
                announced.startedAt());
        call.connect(ingress);
        return ingress;
    }

    /** The encoder goes away. */
    public void disconnect(String ingressStreamId) {
        Call call = callOf(ingressStreamId);
        Ingress ingress = ingress(call, ingressStreamId);
        call.disconnect(ingressStreamId);
        events.ingressStopped(call, ingress);
        presence.remove(call, participant -> participant.userSessionId().equals(ingress.userSessionId()));
    }

    /** Something goes wrong with the stream; it stays connected. */
    public void fail(String ingressStreamId, String error, @Nullable String code) {
        Call call = callOf(ingressStreamId);
        events.ingressError(call, ingress(call, ingressStreamId), error, code);
    }

    private Call callOf(String ingressStreamId) {
        return calls.all().stream()
                .filter(call -> find(call, ingressStreamId).isPresent())
                .findFirst()
                .orElseThrow(() -> ApiError.notFound("the ingress stream " + ingressStreamId));
    }

    private static Ingress ingress(Call call, String ingressStreamId) {
        return find(call, ingressStreamId)
                .orElseThrow(() -> ApiError.notFound("the ingress stream " + ingressStreamId));
    }

    private static Optional<Ingress> find(Call call, String ingressStreamId) {
        return call.ingresses().stream()
                .filter(ingress -> ingress.ingressStreamId().equals(ingressStreamId))
                .findFirst();
    }
}
