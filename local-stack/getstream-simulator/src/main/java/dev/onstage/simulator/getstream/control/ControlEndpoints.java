package dev.onstage.simulator.getstream.control;

import dev.onstage.simulator.getstream.call.Audience.Viewer;
import dev.onstage.simulator.getstream.call.Ingress;
import dev.onstage.simulator.getstream.call.Video;
import dev.onstage.simulator.getstream.chat.Chat;
import dev.onstage.simulator.getstream.fault.Faults;
import dev.onstage.simulator.getstream.fault.Outages;
import dev.onstage.simulator.getstream.hook.DeliveryLog.Attempt;
import dev.onstage.simulator.getstream.hook.WebhookSender;
import dev.onstage.simulator.getstream.http.RateLimits;
import dev.onstage.simulator.getstream.wire.ApiError;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's own API: what encoders, viewers and GetStream's dashboard do, and what shall go wrong. JSON in camel
 * case; an error is {@code {"error": why}}.
 */
public final class ControlEndpoints {

    private static final String CALL = "/_sim/calls/:type/:id";

    private final Video video;
    private final Chat chat;
    private final WebhookSender sender;
    private final Faults faults;
    private final Outages outages;
    private final RateLimits rateLimits;

    /** Acts on the given parts. */
    public ControlEndpoints(
            Video video, Chat chat, WebhookSender sender, Faults faults, Outages outages, RateLimits rateLimits) {
        this.video = video;
        this.chat = chat;
        this.sender = sender;
        this.faults = faults;
        this.outages = outages;
        this.rateLimits = rateLimits;
    }

    /** Adds the endpoints to {@code router}. */
    public void register(Router router) {
        ControlRoutes on = new ControlRoutes(router);
        new ControlPage().register(router);
        on.route(HttpMethod.GET, "/_sim/health", context -> Map.of("status", "UP"));
        on.route(HttpMethod.POST, "/_sim/encoders", 201, this::connect);
        on.route(HttpMethod.DELETE, "/_sim/encoders/:id", 204, this::disconnect);
        on.route(HttpMethod.POST, "/_sim/encoders/:id/error", this::fail);
        on.route(HttpMethod.GET, "/_sim/calls", context -> Map.of("calls", video.cids()));
        on.route(HttpMethod.GET, CALL, context -> video.state(type(context), id(context)));
        on.route(HttpMethod.POST, CALL + "/viewers", this::join);
        on.route(HttpMethod.DELETE, CALL + "/viewers", this::leave);
        on.route(HttpMethod.POST, CALL + "/go_live", context -> {
            video.goLive(type(context), id(context));
            return video.state(type(context), id(context));
        });
        on.route(HttpMethod.POST, CALL + "/stop_live", context -> {
            video.stopLive(type(context), id(context));
            return video.state(type(context), id(context));
        });
        on.route(HttpMethod.POST, CALL + "/mark_ended", context -> {
            video.markEnded(type(context), id(context));
            return video.state(type(context), id(context));
        });
        on.route(HttpMethod.GET, "/_sim/channels", context -> Map.of("channels", chat.cids()));
        on.route(HttpMethod.POST, "/_sim/channels/:type/:id/messages", this::post);
        on.route(HttpMethod.DELETE, "/_sim/messages/:id", 204, context -> {
            chat.delete(id(context));
            return Map.of();
        });
        on.route(HttpMethod.POST, "/_sim/users/:id/ban", 204, this::ban);
        on.route(HttpMethod.POST, "/_sim/users/:id/unban", 204, this::unban);
        on.route(HttpMethod.GET, "/_sim/revocation", context -> revocation());
        on.route(HttpMethod.PUT, "/_sim/revocation", this::setRevocation);
        on.route(HttpMethod.GET, "/_sim/deliveries", this::deliveries);
        on.route(HttpMethod.GET, "/_sim/faults", context -> faults.rules());
        on.route(HttpMethod.PUT, "/_sim/faults", this::addFault);
        on.route(HttpMethod.DELETE, "/_sim/faults", 204, context -> {
            faults.clear();
            return Map.of();
        });
        on.route(HttpMethod.DELETE, "/_sim/faults/:id", 204, this::removeFault);
        on.route(HttpMethod.GET, "/_sim/outage", context -> outages.all());
        on.route(HttpMethod.PUT, "/_sim/outage", this::outage);
        on.route(HttpMethod.PUT, "/_sim/rate_limits/:endpoint", this::limit);
    }

    record EncoderRequest(
            @Nullable String address,
            @Nullable String streamKey,
            @Nullable String clientName,
            @Nullable String version) {}

    record EncoderResponse(String ingressStreamId, String callCid, String userId, String userSessionId) {}

    record ErrorRequest(@Nullable String error, @Nullable String code) {}

    record ViewersRequest(
            @Nullable Integer count,
            @Nullable String prefix,
            @Nullable Boolean anonymous,
            @Nullable List<String> userIds,
            @Nullable List<String> tokens) {}

    record MessagesRequest(
            @Nullable Integer count, @Nullable String prefix) {}

    record BanRequest(
            @Nullable String channel,
            @Nullable Integer minutes,
            @Nullable String reason) {}

    record UnbanRequest(@Nullable String channel) {}

    /** Whether people who watch with a revoked token are put out of their calls. */
    record Revocation(@Nullable Boolean putsOut) {}

    record OutageRequest(
            @Nullable String mode,
            @Nullable String paths,
            @Nullable String call) {}

    record LimitRequest(@Nullable Integer perMinute) {}

    record Deliveries(int pending, List<Attempt> deliveries) {}

    private Object connect(RoutingContext context) {
        EncoderRequest body = ControlRoutes.body(context, EncoderRequest.class);
        if (body.address() == null || body.streamKey() == null) {
            throw ApiError.invalid(body.address() == null ? "address" : "streamKey", "is missing");
        }
        String name = body.clientName() == null ? "OBS Studio" : body.clientName();
        String version = body.version() == null ? "31.0.2" : body.version();
        Ingress ingress = video.encoders().connect(body.address(), body.streamKey(), name, version);
        return new EncoderResponse(
                ingress.ingressStreamId(), ingress.callCid(), ingress.userId(), ingress.userSessionId());
    }

    private Object disconnect(RoutingContext context) {
        video.encoders().disconnect(id(context));
        return Map.of();
    }

    private Object fail(RoutingContext context) {
        ErrorRequest body = ControlRoutes.body(context, ErrorRequest.class);
        video.encoders().fail(id(context), body.error() == null ? "pipeline failed" : body.error(), body.code());
        return Map.of();
    }

    private Object join(RoutingContext context) {
        ViewersRequest body = ControlRoutes.body(context, ViewersRequest.class);
        int count = body.count() == null ? 1 : body.count();
        if (Boolean.TRUE.equals(body.anonymous())) {
            video.audience().joinAnonymous(type(context), id(context), count);
            return Map.of("joined", List.of(), "anonymous", count);
        }
        if (body.tokens() != null) {
            return Map.of("joined", video.audience().join(type(context), id(context), body.tokens()));
        }
        List<Viewer> joined = video.audience().join(type(context), id(context), count, body.prefix(), body.userIds());
        return Map.of("joined", joined);
    }

    private Object leave(RoutingContext context) {
        String count = context.request().getParam("count");
        Integer limit = count == null ? null : ControlRoutes.number("count", count);
        if (Boolean.parseBoolean(context.request().getParam("anonymous"))) {
            int left = video.audience()
                    .leaveAnonymous(type(context), id(context), limit == null ? Integer.MAX_VALUE : limit);
            return Map.of("left", List.of(), "anonymous", left);
        }
        String userIds = context.request().getParam("userIds");
        Set<String> wanted = userIds == null ? null : Set.of(userIds.split(","));
        return Map.of("left", video.audience().leave(type(context), id(context), limit, wanted));
    }

    private Object post(RoutingContext context) {
        MessagesRequest body = ControlRoutes.body(context, MessagesRequest.class);
        int count = body.count() == null ? 1 : body.count();
        return Map.of("messageIds", chat.post(type(context), id(context), count, body.prefix()));
    }

    private Object ban(RoutingContext context) {
        BanRequest body = ControlRoutes.body(context, BanRequest.class);
        chat.ban(id(context), body.channel(), body.reason(), body.minutes());
        return Map.of();
    }

    private Object unban(RoutingContext context) {
        chat.unban(id(context), ControlRoutes.body(context, UnbanRequest.class).channel());
        return Map.of();
    }

    private Revocation revocation() {
        return new Revocation(video.revocationPutsOut());
    }

    private Object setRevocation(RoutingContext context) {
        Boolean putsOut = ControlRoutes.body(context, Revocation.class).putsOut();
        if (putsOut == null) {
            throw ApiError.invalid("putsOut", "is missing");
        }
        video.revocationPutsOut(putsOut);
        return revocation();
    }

    private Object deliveries(RoutingContext context) {
        String cid = context.request().getParam("call");
        String type = context.request().getParam("type");
        String last = context.request().getParam("last");
        List<Attempt> found = sender.log()
                .find(attempt ->
                        (cid == null || cid.equals(attempt.cid())) && (type == null || type.equals(attempt.type())));
        int from = last == null ? 0 : Math.max(0, found.size() - Math.max(0, ControlRoutes.number("last", last)));
        return new Deliveries(sender.pending(), found.subList(from, found.size()));
    }

    private Object addFault(RoutingContext context) {
        return Map.of("id", faults.add(ControlRoutes.body(context, Faults.Rule.class)));
    }

    private Object removeFault(RoutingContext context) {
        if (!faults.remove(id(context))) {
            throw ApiError.notFound("the fault " + id(context));
        }
        return Map.of();
    }

    private Object outage(RoutingContext context) {
        OutageRequest body = ControlRoutes.body(context, OutageRequest.class);
        Outages.Mode mode;
        try {
            mode = Outages.Mode.valueOf(String.valueOf(body.mode()));
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("mode", "must be one of " + List.of(Outages.Mode.values()));
        }
        outages.set(new Outages.Outage(mode, body.paths(), body.call()));
        return outages.all();
    }

    private Object limit(RoutingContext context) {
        String endpoint = context.pathParam("endpoint");
        rateLimits.limit(
                endpoint, ControlRoutes.body(context, LimitRequest.class).perMinute());
        return Map.of();
    }

    private static String type(RoutingContext context) {
        return context.pathParam("type");
    }

    private static String id(RoutingContext context) {
        return context.pathParam("id");
    }
}
