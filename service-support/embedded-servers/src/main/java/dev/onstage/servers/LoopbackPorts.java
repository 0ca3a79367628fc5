package dev.onstage.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ports on 127.0.0.1, the only address any embedded server listens on. */
public final class LoopbackPorts {
    /** The address of every embedded server. */
    public static final String HOST = "127.0.0.1";

    private static final int CONNECT_MILLIS = 500;

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private LoopbackPorts() {}

    /** A port that was free a moment ago. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ServerStartException("This machine has no free port on " + HOST + ".", e);
        }
    }

    /**
     * Refuses a port somebody listens on.
     *
     * @param server the name of the server that wants it, for the message
     * @throws ServerStartException when the port is taken
     */
    public static void requireFree(String server, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address(port), 1);
        } catch (IOException e) {
            throw new ServerStartException(
                    server + " cannot listen on " + HOST + ":" + port
                            + ": another program uses this port. Stop that program or choose another port.",
                    e);
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

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(LOOPBACK, port);
    }
}
