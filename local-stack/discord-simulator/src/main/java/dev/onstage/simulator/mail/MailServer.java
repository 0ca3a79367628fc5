package dev.onstage.simulator.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Takes mails on loopback, keeps the latest in memory, and shows them. All of it is on one event loop. */
public final class MailServer {

    private static final int KEPT = 200;
    private static final int LONGEST_LINE = 8192;
    private static final String END = "\r\n";
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Clock clock;
    private final NetServer server;
    private final Deque<ReceivedMail> mails = new ArrayDeque<>();

    private MailServer(Vertx vertx, Clock clock) {
        this.clock = clock;
        this.server = vertx.createNetServer();
    }

    /**
     * Listens for mails, and shows them at {@code /mail} and {@code /_sim/mails} of the router.
     *
     * @param port 0 takes a free one
     */
    public static Future<MailServer> start(Vertx vertx, int port, Clock clock, Router router) {
        MailServer made = new MailServer(vertx, clock);
        router.get("/mail").handler(made::page);
        router.get("/_sim/mails").handler(made::list);
        return made.server.connectHandler(made::talk).listen(port, "127.0.0.1").map(made);
    }

    /** Where it takes mails. */
    public int port() {
        return server.actualPort();
    }

    /** Stops taking mails. */
    public Future<Void> close() {
        return server.close();
    }

    private void talk(NetSocket socket) {
        SmtpDialogue dialogue = new SmtpDialogue(this::keep);
        RecordParser lines = RecordParser.newDelimited(END, socket);
        lines.maxRecordSize(LONGEST_LINE);
        lines.exceptionHandler(tooLong -> socket.close());
        lines.handler(line -> dialogue.answer(line.toString(StandardCharsets.ISO_8859_1.name()))
                .ifPresent(answer -> {
                    socket.write(answer + END);
                    if (dialogue.isOver()) {
                        socket.close();
                    }
                }));
        socket.write(SmtpDialogue.GREETING + END);
    }

    private void keep(String from, List<String> to, String data) {
        mails.addFirst(ReceivedMail.read(clock.instant(), from, to, data));
        if (mails.size() > KEPT) {
            mails.removeLast();
        }
    }

    private void list(RoutingContext context) {
        String to = context.request().getParam("to");
        JsonArray list = new JsonArray();
        mails.stream()
                .filter(mail -> to == null || mail.to().contains(to))
                .map(ReceivedMail::toJson)
                .forEach(list::add);
        context.response().putHeader("Content-Type", "application/json").end(list.encode());
    }

    private void page(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Refresh", "5")
                .end(MailPage.of(List.copyOf(mails)));
    }
}
