package dev.onstage.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports on 127.0.0.1, the only address any embedded server listens on. */
public final class LoopbackPorts {
    /** The address of every embedded server. */
    public static final String HOST = "127.0.0.1";

    private static final int CONNECT_MILLIS = 500;

    private static final int FIRST = 20_000;
    private static final int RANGE = 12_000;

    /** Begins anywhere, since other JVMs on this machine may look for ports at the same moment. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(RANGE));

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private LoopbackPorts() {}

    /**
     * A port nobody listens on. Never the same twice in this JVM, and below the range from which systems take the ports of
     * outgoing connections, so that it is still free when a slow server comes to listen on it.
     */
    public static int free() {
        for (int tries = 0; tries < RANGE; tries++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), RANGE);
            if (canListen(port)) {
                return port;
            }
        }
        throw new ServerStartException("This machine has no free port on " + HOST + ".");
    }

    /**
     * Refuses a port somebody listens on.
     *
     * @param server the name of the server that wants it, for the message
     * @throws ServerStartException when the port is taken
     */
    public static void requireFree(String server, int port) {
        if (!canListen(port)) {
            throw new ServerStartException(server + " cannot listen on " + HOST + ":" + port
                    + ": another program uses this port. Stop that program or choose another port.");
        }
    }

    /** True when somebody accepts connections on the port. */
    public static boolean isOpen(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(address(port), CONNECT_MILLIS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static boolean canListen(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address(port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(LOOPBACK, port);
    }
}
