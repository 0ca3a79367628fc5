package dev.onstage.simulator.getstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.simulator.getstream.app.AppEndpoints;
import dev.onstage.simulator.getstream.app.AppSettings;
import dev.onstage.simulator.getstream.call.Video;
import dev.onstage.simulator.getstream.chat.Chat;
import dev.onstage.simulator.getstream.control.ControlEndpoints;
import dev.onstage.simulator.getstream.fault.Faults;
import dev.onstage.simulator.getstream.fault.Outages;
import dev.onstage.simulator.getstream.hook.EventHook;
import dev.onstage.simulator.getstream.hook.HookSettings;
import dev.onstage.simulator.getstream.hook.Signature;
import dev.onstage.simulator.getstream.hook.WebhookSender;
import dev.onstage.simulator.getstream.hook.Webhooks;
import dev.onstage.simulator.getstream.http.Api;
import dev.onstage.simulator.getstream.http.Exclusions;
import dev.onstage.simulator.getstream.http.RateLimits;
import dev.onstage.simulator.getstream.http.Tokens;
import dev.onstage.simulator.getstream.user.Roles;
import dev.onstage.simulator.getstream.user.User;
import dev.onstage.simulator.getstream.user.UserEndpoints;
import dev.onstage.simulator.getstream.user.UserExclusions;
import dev.onstage.simulator.getstream.user.Users;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import dev.onstage.simulator.getstream.wire.Wire;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The whole simulator: one server on loopback that answers as both of GetStream's hosts. */
public final class GetStreamSimulator extends AbstractVerticle {

    private static final long LARGEST_BODY = 5L * 1024 * 1024;

    private final Options options;
    private @Nullable Parts parts;
    private int port;

    /** A simulator that starts when deployed. */
    public GetStreamSimulator(Options options) {
        this.options = options;
    }

    /**
     * How to run.
     *
     * @param port 0 for a free one
     * @param dataDirectory where the state is kept; null keeps it in memory
     * @param ratePerMinute calls of one endpoint a minute
     */
    public record Options(
            int port,
            String apiKey,
            String apiSecret,
            @Nullable Path dataDirectory,
            String ingressHost,
            int ratePerMinute) {

        /** A name that leads nowhere: an address copied into OBS by mistake must not reach anybody's server. */
        public static final String INGRESS_HOST = "ingress.getstream-simulator.localhost";
    }

    private record Parts(
            SimulatorClock clock,
            AppSettings app,
            HookSettings hooks,
            Roles roles,
            Users users,
            Video video,
            Chat chat,
            @Nullable SnapshotFile file) {}

    /** The port it listens on, once deployed. */
    public int port() {
        return port;
    }

    @Override
    public void start(Promise<Void> started) throws IOException {
        SnapshotFile file =
                options.dataDirectory() == null ? null : new SnapshotFile(vertx, options.dataDirectory(), this::state);
        Optional<JsonNode> saved = file == null ? Optional.empty() : file.read();
        Instant last =
                saved.map(node -> Instant.parse(node.path("last").asText())).orElse(Instant.EPOCH);
        SimulatorClock clock = new SimulatorClock(Clock.systemUTC(), last);
        Runnable changed = file == null ? () -> {} : file::changed;

        AppSettings app = new AppSettings();
        HookSettings hooks = new HookSettings(clock);
        Faults faults = new Faults(new Random());
        Outages outages = new Outages();
        WebhookSender sender = new WebhookSender(vertx, options.apiKey(), new Signature(options.apiSecret()), clock);
        Webhooks webhooks = new Webhooks(hooks, sender, faults, clock, changed);
        Roles roles = new Roles();
        Users users = new Users(roles, clock, webhooks);
        Exclusions exclusions = new UserExclusions(users, app::revokeTokensIssuedBefore);
        Tokens tokens = new Tokens(options.apiSecret(), exclusions);
        Video video = new Video(
                vertx,
                clock,
                users,
                roles,
                tokens,
                exclusions,
                app::permissionsChecked,
                webhooks,
                options.ingressHost(),
                options.apiKey());
        users.whenTokensAreRevoked(video::tokensRevoked);
        app.whenTokensAreRevoked(video::tokensRevoked);
        Chat chat = new Chat(clock, users, roles, app::permissionsChecked, webhooks);
        Parts built = new Parts(clock, app, hooks, roles, users, video, chat, file);
        parts = built;
        saved.ifPresent(node -> restore(built, node));

        Router router = Router.router(vertx);
        Api.PATHS.forEach(path -> router.route(path).handler(outages::handle));
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        RateLimits rateLimits = new RateLimits(Clock.systemUTC(), options.ratePerMinute());
        Api api = new Api(router, options.apiKey(), tokens, rateLimits, changed);
        new AppEndpoints(app, hooks).register(api);
        new UserEndpoints(users, roles, tokens, clock, app::guestsAllowed).register(api);
        video.register(api);
        chat.register(api);
        api.finish();
        new ControlEndpoints(video, chat, sender, faults, outages, rateLimits).register(router);

        HttpServerOptions server = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(options.port())
                .setCompressionSupported(true);
        vertx.createHttpServer(server)
                .requestHandler(router)
                .listen()
                .map(listening -> {
                    port = listening.actualPort();
                    video.disconnectEverybody();
                    return (Void) null;
                })
                .onComplete(started);
    }

    @Override
    public void stop() {
        if (parts != null && parts.file() != null) {
            parts.file().write(state());
        }
    }

    private JsonNode state() {
        ObjectNode state = Wire.snapshot().createObjectNode();
        if (parts != null) {
            state.put("last", parts.clock().last().toString());
            state.set("app", Wire.snapshot().valueToTree(parts.app().saved()));
            state.put("compression", parts.hooks().compression());
            state.put("legacyUrl", parts.hooks().legacyUrl());
            state.set("legacyEvents", Wire.snapshot().valueToTree(parts.hooks().legacyEvents()));
            state.set("hooks", Wire.RFC_3339.mapper().valueToTree(parts.hooks().hooks()));
            state.set("roles", Wire.snapshot().valueToTree(parts.roles().custom()));
            state.set("users", Wire.snapshot().valueToTree(parts.users().all()));
            state.set("video", parts.video().saved());
            state.set("chat", parts.chat().saved());
        }
        return state;
    }

    private static void restore(Parts parts, JsonNode state) {
        var mapper = Wire.snapshot();
        parts.app().restore(mapper.convertValue(state.path("app"), AppSettings.Saved.class));
        parts.hooks().compression(state.path("compression").asBoolean());
        parts.hooks()
                .legacy(
                        state.path("legacyUrl").asText(),
                        List.of(mapper.convertValue(state.path("legacyEvents"), String[].class)));
        parts.hooks().restore(List.of(Wire.RFC_3339.mapper().convertValue(state.path("hooks"), EventHook[].class)));
        parts.roles().restore(List.of(mapper.convertValue(state.path("roles"), Roles.Role[].class)));
        parts.users().restore(List.of(mapper.convertValue(state.path("users"), User[].class)));
        parts.video().restore(state.path("video"));
        parts.chat().restore(state.path("chat"));
    }
}
