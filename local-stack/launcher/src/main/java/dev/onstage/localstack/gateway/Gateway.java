package dev.onstage.localstack.gateway;

import dev.onstage.localstack.topology.Endpoint;
import dev.onstage.localstack.topology.RouteTable;
import dev.onstage.localstack.topology.ServiceKind;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The one address people and GetStream use, on loopback. Copies of services come and go while it runs. */
public final class Gateway implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(75);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Map<ServiceKind, OriginPool> pools = new EnumMap<>(ServiceKind.class);
    private final Map<ServiceKind, ServiceProxy> proxies = new EnumMap<>(ServiceKind.class);
    private final Map<ServiceKind, UnknownMethods> unknownMethods = new EnumMap<>(ServiceKind.class);
    private final ClientConnections connections;
    private final Refusals refusals;
    private int port;

    private Gateway(Vertx vertx, GatewayLimits limits, int proxiesInFront) {
        this.vertx = vertx;
        this.connections = new ClientConnections(vertx, limits);
        this.refusals = new Refusals(vertx, connections);
        HttpClient client = vertx.createHttpClient(clientOptions());
        for (ServiceKind service : ServiceKind.values()) {
            var pool = new OriginPool();
            var connector = new OriginConnector(service, pool, client);
            pools.put(service, pool);
            unknownMethods.put(service, new UnknownMethods(connector, refusals));
            proxies.put(
                    service,
                    new ServiceProxy(service, connector, vertx, client, refusals, limits.bodyWithin(), proxiesInFront));
        }
        var healthCheck = new HealthCheck(client, pools.values());
        vertx.setPeriodic(HealthCheck.PERIOD.toMillis(), timer -> healthCheck.run());
    }

    /**
     * Listens on that port of loopback.
     *
     * @param port 0 for any that is free
     * @param dashboard the folder of the built pages; may be missing
     * @param publicUrl where browsers reach it
     * @param proxiesInFront how many proxies of our own stand before it, each of which adds to {@code X-Forwarded-For}
     * @throws java.util.concurrent.CompletionException when the port cannot be opened
     */
    public static Gateway start(int port, Path dashboard, String publicUrl, int proxiesInFront) {
        // Behind a proxy everybody comes from its address.
        GatewayLimits limits =
                proxiesInFront == 0 ? GatewayLimits.DEFAULT : GatewayLimits.DEFAULT.withoutLimitPerAddress();
        return start(port, dashboard, publicUrl, limits, proxiesInFront);
    }

    static Gateway start(int port, Path dashboard, String publicUrl, GatewayLimits limits, int proxiesInFront) {
        var options = new VertxOptions()
                .setEventLoopPoolSize(2)
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false));
        var gateway = new Gateway(Vertx.vertx(options), limits, proxiesInFront);
        try {
            gateway.listen(port, dashboard, publicUrl.startsWith("https://"));
            return gateway;
        } catch (CompletionException failure) {
            gateway.close();
            throw failure;
        }
    }

    private void listen(int port, Path dashboard, boolean https) {
        Router pages = Router.router(vertx);
        Pages.mount(pages, dashboard, https);
        HttpServerOptions options = serverOptions(port);
        this.port = vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    StrictRequestDecoder.install(connection, options);
                    connections.opened(connection);
                })
                .invalidRequestHandler(this::refuseInvalid)
                .requestHandler(request -> route(request, pages))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    private void route(HttpServerRequest request, Router pages) {
        HttpConnection connection = request.connection();
        if (!connections.requested(connection)) {
            return;
        }
        connections
                .refusal(connection)
                .or(() -> Admission.refusal(request))
                .ifPresentOrElse(problem -> refusals.send(request, problem), () -> {
                    request.response().endHandler(answered -> connections.answered(connection));
                    answer(request, pages);
                });
    }

    private void refuseInvalid(HttpServerRequest request) {
        if (connections.requested(request.connection())) {
            refusals.send(request, Admission.refusal(request.decoderResult().cause()));
        }
    }

    private void answer(HttpServerRequest request, Router pages) {
        boolean known = Admission.isKnown(request.method());
        RequestTarget.of(request.uri())
                .flatMap(target -> RouteTable.serviceOf(target.path()))
                .map(service -> known ? of(service, proxies) : of(service, unknownMethods))
                .ifPresentOrElse(handler -> handler.handle(request), () -> {
                    if (known) {
                        pages.handle(request);
                    } else {
                        refusals.send(request, GatewayProblem.methodNotAllowed(Pages.ALLOWED_METHODS));
                    }
                });
    }

    /** How many connections of clients are open. */
    int openConnections() {
        return connections.open();
    }

    /** Sends requests for the service there as well. */
    public void add(ServiceKind service, Endpoint endpoint) {
        pool(service).add(endpoint);
    }

    /** Sends no more requests there. */
    public void remove(ServiceKind service, Endpoint endpoint) {
        pool(service).remove(endpoint);
    }

    /** How many copies of the service said that they are ready when they were asked last. */
    public long healthy(ServiceKind service) {
        return pool(service).all().stream().filter(Origin::healthy).count();
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(failure -> null)
                .join();
    }

    private OriginPool pool(ServiceKind service) {
        return of(service, pools);
    }

    private static <T> T of(ServiceKind service, Map<ServiceKind, T> all) {
        T one = all.get(service);
        if (one == null) {
            throw new IllegalStateException("nothing for " + service);
        }
        return one;
    }

    private static HttpServerOptions serverOptions(int port) {
        return new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMaxInitialLineLength(GatewayLimits.REQUEST_LINE_BYTES)
                .setMaxHeaderSize(GatewayLimits.HEADER_BYTES)
                // A reader that takes nothing is not waited for either; streams of events say something every 15 s.
                .setIdleTimeout((int) IDLE.toSeconds())
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(false);
    }

    private static HttpClientOptions clientOptions() {
        return new HttpClientOptions()
                .setConnectTimeout(1000)
                // Each reader of server-sent events holds a connection of its own.
                .setMaxPoolSize(4096)
                .setKeepAlive(true);
    }
}
