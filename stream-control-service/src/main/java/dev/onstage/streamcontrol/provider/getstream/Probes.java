package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.streamcontrol.provider.CallsInUse;
import dev.onstage.streamcontrol.provider.ProviderWarning;
import dev.onstage.streamcontrol.provider.getstream.ProbeRules.Known;
import dev.onstage.streamcontrol.provider.getstream.ProbeRules.Outcome;
import dev.onstage.streamcontrol.provider.getstream.ProbeRules.Result;
import dev.onstage.streamcontrol.provider.getstream.SharedCheck.Finding;
import dev.onstage.support.lease.LeaseToken;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tries at GetStream what people may do, with their own tokens and one request after the other, since only an answer tells what
 * grants are worth. Joining and publishing are not tried: they are read from the capabilities that GetStream lists for whoever reads
 * the call. See {@link ProbeRules} for what should come of it.
 */
@ApplicationScoped
class Probes {

    private static final Logger LOG = Logger.getLogger(Probes.class);
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(10);

    private final ProbeVideoApi video;
    private final ProbeChatApi chat;
    private final ProbeScene scene;
    private final ProbeRepository repository;
    private final CallsInUse inUse;
    private final CallType callType;
    private final GetStreamTokens tokens;
    private final ObjectMapper json;
    private final Duration every;

    Probes(
            @RestClient ProbeVideoApi video,
            @RestClient ProbeChatApi chat,
            ProbeScene scene,
            ProbeRepository repository,
            CallsInUse inUse,
            CallType callType,
            GetStreamTokens tokens,
            ObjectMapper json,
            GetStreamConfig config) {
        this.video = video;
        this.chat = chat;
        this.scene = scene;
        this.repository = repository;
        this.inUse = inUse;
        this.callType = callType;
        this.tokens = tokens;
        this.json = json;
        this.every = config.access().probesEvery();
    }

    /** Tries everything and keeps what came of it. Before a stream was set up there is nothing to try. */
    Uni<Finding> run(LeaseToken lease) {
        String apiKey = tokens.configuredKey().orElse("");
        return inUse.types()
                .chain(types -> types.contains(callType.name())
                        ? tryAll(apiKey)
                        : Uni.createFrom().item(List.<Result>of()))
                .chain(results -> repository
                        .save(apiKey, results, lease)
                        .chain(() -> repository.find(apiKey))
                        .map(known -> finding(results, known)));
    }

    private Finding finding(List<Result> tried, List<Known> known) {
        List<ProviderWarning> warnings = known.stream()
                .filter(Known::isReason)
                .map(Known::result)
                .map(this::warning)
                .toList();
        return new Finding(ProbeRules.nextIn(tried, known, every), warnings);
    }

    private ProviderWarning warning(Result result) {
        String type = result.what().inCalls() ? callType.name() : InviteChat.TYPE;
        String who = result.who().name().toLowerCase(Locale.ROOT);
        String verb = result.outcome() == Outcome.ALLOWED ? " may " : " may not ";
        LOG.warnf("At GetStream %s%s%s", who, verb, result.what().words());
        return new ProviderWarning(
                result.code(),
                "It was tried at GetStream: " + who + verb + result.what().words() + ". The grant is "
                        + result.what().grant() + " of the type " + type + ".",
                "Look at that grant at dashboard.getstream.io; Onstage sets it and tries again by itself, within the hour. To go"
                        + " live all the same, confirm it (overrideProbes).",
                Instant.now());
    }

    private Uni<List<Result>> tryAll(String apiKey) {
        String id = "probe_of-" + UUID.randomUUID().toString().substring(0, 8);
        List<String> guests = new ArrayList<>();
        List<String> made = new ArrayList<>(List.of(id));
        return scene.build(id)
                .chain(() -> Multi.createFrom()
                        .items(Prober.values())
                        .onItem()
                        .transformToUniAndConcatenate(who -> identity(apiKey, who, guests)
                                .chain(identity -> tryAs(new Visit(who, identity, id, made))))
                        .collect()
                        .asList())
                .map(Probes::flattened)
                .onFailure()
                .invoke(failure -> LOG.infof("What people may do at GetStream is not known: %s", failure.getMessage()))
                .onFailure()
                .recoverWithItem(Probes::nothingKnown)
                .call(() -> scene.clear(made, guests));
    }

    private static List<Result> flattened(List<List<Result>> results) {
        return results.stream().flatMap(List::stream).toList();
    }

    private static List<Result> nothingKnown() {
        List<Result> results = new ArrayList<>();
        for (Prober who : Prober.values()) {
            ProbeRules.attempts(who).forEach(what -> results.add(new Result(who, what, Outcome.NOT_KNOWN)));
        }
        return results;
    }

    /**
     * How somebody comes. Null where they cannot: then {@code refusal} is the outcome of everything.
     *
     * @param refusal what kept them out
     */
    private record Identity(@Nullable ProbeIdentity as, Outcome refusal) {}

    /** Somebody at the scene; {@code made} collects what they could make. */
    private record Visit(Prober who, Identity identity, String id, List<String> made) {}

    private Uni<Identity> identity(String apiKey, Prober who, List<String> guests) {
        return switch (who) {
            case ANONYMOUS -> Uni.createFrom().item(new Identity(ProbeIdentity.nobody(apiKey), Outcome.ALLOWED));
            case GUEST -> guest(apiKey, guests);
            case VIEWER, MEMBER, BANNED, BROADCASTER -> {
                Instant now = Instant.now();
                String token = tokens.userToken(ProbeScene.userId(who), now, now.plus(TOKEN_LIFETIME));
                yield Uni.createFrom().item(new Identity(ProbeIdentity.user(apiKey, token), Outcome.ALLOWED));
            }
        };
    }

    private Uni<Identity> guest(String apiKey, List<String> guests) {
        Map<String, Object> body =
                Map.of("user", Map.of("id", ProbeScene.userId(Prober.GUEST), "name", "Onstage probe"));
        ProbeIdentity nobody = ProbeIdentity.nobody(apiKey);
        return answer(Prober.GUEST, () -> chat.createGuest(nobody.apiKey(), nobody.authType(), nobody.token(), body))
                .map(answer -> {
                    JsonNode made = answer.body();
                    if (made == null) {
                        return new Identity(null, answer.outcome());
                    }
                    guests.add(made.path("user").path("id").asText());
                    return new Identity(
                            ProbeIdentity.user(apiKey, made.path("access_token").asText()), Outcome.ALLOWED);
                });
    }

    private Uni<List<Result>> tryAs(Visit visit) {
        ProbeIdentity as = visit.identity().as();
        if (as == null) {
            return Uni.createFrom()
                    .item(ProbeRules.attempts(visit.who()).stream()
                            .map(what -> new Result(
                                    visit.who(), what, visit.identity().refusal()))
                            .toList());
        }
        return answer(
                        visit.who(),
                        () -> video.getCall(as.apiKey(), as.authType(), as.token(), callType.name(), visit.id()))
                .chain(call -> Multi.createFrom()
                        .iterable(ProbeRules.attempts(visit.who()))
                        .onItem()
                        .transformToUniAndConcatenate(what ->
                                attempt(visit, as, call, what).map(outcome -> new Result(visit.who(), what, outcome)))
                        .collect()
                        .asList());
    }

    private Uni<Outcome> attempt(Visit visit, ProbeIdentity as, Answer call, Attempt what) {
        String other = visit.id() + "-" + visit.who().name().toLowerCase(Locale.ROOT);
        return switch (what) {
            case READ_CALL -> Uni.createFrom().item(call.outcome());
            case JOIN_CALL, PUBLISH -> Uni.createFrom().item(capability(visit.who(), what, call));
            case GO_LIVE ->
                outcome(
                        visit,
                        null,
                        () -> video.goLive(
                                as.apiKey(), as.authType(), as.token(), callType.name(), visit.id(), Map.of()));
            case CREATE_CALL ->
                outcome(
                        visit,
                        other,
                        () -> video.getOrCreateCall(
                                as.apiKey(), as.authType(), as.token(), callType.name(), other, Map.of()));
            case READ_CHAT ->
                outcome(
                        visit,
                        null,
                        () -> chat.getOrCreateChannel(
                                as.apiKey(),
                                as.authType(),
                                as.token(),
                                InviteChat.TYPE,
                                visit.id(),
                                Map.of("state", true)));
            case POST ->
                outcome(
                        visit,
                        null,
                        () -> chat.sendMessage(
                                as.apiKey(),
                                as.authType(),
                                as.token(),
                                InviteChat.TYPE,
                                visit.id(),
                                Map.of("message", Map.of("text", "Onstage tries who may write."))));
            case CREATE_CHANNEL ->
                outcome(
                        visit,
                        other,
                        () -> chat.getOrCreateChannel(
                                as.apiKey(),
                                as.authType(),
                                as.token(),
                                InviteChat.TYPE,
                                other,
                                Map.of("state", false)));
        };
    }

    private static Outcome capability(Prober who, Attempt what, Answer call) {
        JsonNode body = call.body();
        if (body == null) {
            return call.outcome();
        }
        Set<String> capabilities = new HashSet<>();
        body.path("own_capabilities").forEach(capability -> capabilities.add(capability.asText()));
        return ProbeRules.capability(who, what, capabilities);
    }

    /** The outcome of a request; {@code makes} is the id of what comes of it when it is allowed. */
    private Uni<Outcome> outcome(Visit visit, @Nullable String makes, Supplier<Uni<JsonNode>> request) {
        return answer(visit.who(), request).map(Answer::outcome).invoke(outcome -> {
            if (makes != null && outcome == Outcome.ALLOWED && !visit.made().contains(makes)) {
                visit.made().add(makes);
            }
        });
    }

    /** What came of a request; {@code body} is null unless it was allowed. */
    private record Answer(Outcome outcome, @Nullable JsonNode body) {}

    /** Asked once: whoever is asked for the first time may well be asked again tomorrow. */
    private Uni<Answer> answer(Prober who, Supplier<Uni<JsonNode>> request) {
        return Uni.createFrom()
                .deferred(request::get)
                .map(body -> new Answer(Outcome.ALLOWED, body))
                .onFailure()
                .recoverWithItem(failure -> new Answer(refusal(who, failure), null));
    }

    private Outcome refusal(Prober who, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WebApplicationException refused) {
                Response response = refused.getResponse();
                String body = response.hasEntity() ? response.readEntity(String.class) : "";
                GetStreamError error =
                        GetStreamError.read(json, "probe", response.getStatus(), body == null ? "" : body, null);
                return ProbeRules.refusal(who, error.status(), error.code());
            }
        }
        return Outcome.NOT_KNOWN;
    }
}
