package dev.onstage.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on loopback that wants a user name and a password. It tunnels what asks for that and passes other requests on.
 * It alone knows names that end in {@code .example}: they lead to loopback, and to nothing on the usual ports.
 */
public final class TestProxy implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final NetServer server;
    private final NetClient client;
    private final String user;
    private final String password;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private TestProxy(Vertx vertx, String user, String password) {
        this.user = user;
        this.password = password;
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer()
                .connectHandler(this::take)
                .listen(0, LOOPBACK)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Starts one on a free port. */
    public static TestProxy start(Vertx vertx, String user, String password) {
        return new TestProxy(vertx, user, password);
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    /** How a client reaches it, with the right password. */
    public ProxyOptions options() {
        return new ProxyOptions()
                .setHost(LOOPBACK)
                .setPort(port())
                .setUsername(user)
                .setPassword(password);
    }

    /** Method and target of the first request of each connection, in the order they came. */
    public List<String> asked() {
        return asked;
    }

    private void take(NetSocket caller) {
        Buffer received = Buffer.buffer();
        caller.handler(part -> {
            received.appendBuffer(part);
            String text = received.toString(StandardCharsets.ISO_8859_1);
            if (text.contains(END_OF_HEAD)) {
                caller.pause();
                caller.handler(null);
                answer(caller, received, text.substring(0, text.indexOf(END_OF_HEAD)));
            }
        });
    }

    private void answer(NetSocket caller, Buffer received, String head) {
        String[] line = head.substring(0, head.indexOf("\r\n")).split(" ", -1);
        asked.add(line[0] + " " + line[1]);
        if (isAllowed(head)) {
            boolean tunnel = line[0].equals("CONNECT");
            connect(caller, received, URI.create(tunnel ? "https://" + line[1] : line[1]), tunnel);
        } else {
            refuse(caller, "407 Proxy Authentication Required");
        }
    }

    private boolean isAllowed(String head) {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:"))
                .anyMatch(line -> line.endsWith(" Basic " + credentials));
    }

    private void connect(NetSocket caller, Buffer received, URI target, boolean tunnel) {
        String host = target.getHost().endsWith(".example") ? LOOPBACK : target.getHost();
        int usualPort = tunnel ? 443 : 80;
        client.connect(target.getPort() == -1 ? usualPort : target.getPort(), host)
                .onSuccess(called -> {
                    if (tunnel) {
                        caller.write("HTTP/1.1 200 Connection established" + END_OF_HEAD);
                    } else {
                        called.write(received);
                    }
                    join(caller, called);
                    join(called, caller);
                    caller.resume();
                })
                .onFailure(failure -> refuse(caller, "502 Bad Gateway"));
    }

    private static void join(NetSocket from, NetSocket to) {
        from.handler(to::write);
        from.closeHandler(closed -> to.close());
        from.exceptionHandler(failure -> to.close());
    }

    private static void refuse(NetSocket caller, String status) {
        caller.end(Buffer.buffer("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close" + END_OF_HEAD));
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        client.close().toCompletionStage().toCompletableFuture().join();
    }
}
