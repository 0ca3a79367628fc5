package dev.onstage.servers;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    /** UDP ports with the numbers given out, held until this JVM ends: a sign that every other JVM sees. */
    private static final Queue<DatagramSocket> GIVEN_OUT = new ConcurrentLinkedQueue<>();

    private LoopbackPorts() {}

    /**
     * A port nobody listens on. While this JVM lives no other gets the same from here, nor does this one twice, and it is
     * below the range from which systems take the ports of outgoing connections: so it is still free when a slow server
     * comes to listen on it, or comes back to it.
     */
    public static int free() {
        for (int tries = 0; tries < RANGE; tries++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), RANGE);
            if (reserve(port) && canListen(port)) {
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

    private static boolean reserve(int port) {
        try {
            return GIVEN_OUT.add(new DatagramSocket(address(port)));
        } catch (SocketException taken) {
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
