package dev.onstage.simulator.discord;

import dev.onstage.simulator.mail.MailServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A running simulator on one event loop; starting and closing are asynchronous. */
public final class SimulatorServer {
    private final Vertx vertx;
    private final HttpServer server;
    private final MailServer mails;
    private final Journal journal;

    private SimulatorServer(Vertx vertx, HttpServer server, MailServer mails, Journal journal) {
        this.vertx = vertx;
        this.server = server;
        this.mails = mails;
        this.journal = journal;
    }

    /**
     * Starts on loopback.
     *
     * @param port 0 takes a free one
     * @param mailPort where mails are taken; 0 takes a free one
     * @param dataDir where messages are kept, null to keep them in memory
     */
    public static CompletionStage<SimulatorServer> start(int port, int mailPort, @Nullable String dataDir) {
        return start(port, mailPort, dataDir, Clock.systemUTC());
    }

    static CompletionStage<SimulatorServer> start(int port, int mailPort, @Nullable String dataDir, Clock clock) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)));
        return Journal.open(vertx, dataDir)
                .compose(journal -> listen(vertx, port, mailPort, journal, clock))
                .onFailure(failure -> vertx.close())
                .toCompletionStage();
    }

    private static Future<SimulatorServer> listen(Vertx vertx, int port, int mailPort, Journal journal, Clock clock) {
        MessageStore store = new MessageStore(clock, journal);
        Webhooks webhooks = new Webhooks(journal);
        Threads threads = new Threads(journal);
        Lab lab = new Lab(clock);
        CallLog calls = new CallLog();
        Router router = Router.router(vertx);
        router.errorHandler(413, context -> Answers.error(context, ApiError.TOO_LARGE));
        new WebhookRoutes(
                        new Admission(vertx, clock, webhooks, lab, calls),
                        webhooks,
                        new MessageCalls(webhooks, threads, store, lab.limits()))
                .mount(router);
        router.route("/_sim/*").handler(BodyHandler.create(false));
        new ControlRoutes(store, webhooks, threads, calls).mount(router);
        new LabRoutes(lab).mount(router);
        return MailServer.start(vertx, mailPort, clock, router).compose(mails -> {
            // Its files are at every address that nothing else has.
            new PageRoutes(store, webhooks, threads, lab, calls).mount(router);
            return vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(port, "127.0.0.1")
                    .map(server -> new SimulatorServer(vertx, server, mails, journal));
        });
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** The port it takes mails on. */
    public int mailPort() {
        return mails.port();
    }

    /** The base that senders use instead of {@code https://discord.com/api/v10}. */
    public String apiBaseUrl() {
        return "http://127.0.0.1:" + port() + "/api/v10";
    }

    /** Stops listening, then closes the journal. */
    public CompletionStage<Void> close() {
        // The last step must not be composed: its answer would be due on an event loop that it has just ended.
        return mails.close()
                .compose(closed -> server.close())
                .compose(closed -> journal.close())
                .toCompletionStage()
                .thenCompose(closed -> vertx.close().toCompletionStage());
    }
}
