package dev.onstage.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands on loopback in front of a server that all tests share, and passes on what comes from either side. It can hang as a
 * process does that was sent SIGSTOP: connections stay open, new ones are taken, and nobody is answered.
 */
public final class TestRelay implements AutoCloseable {
    private static final int BYTES = 8192;
    private static final int BACKLOG = 256;

    private final ServerSocket door;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private boolean hanging;

    private TestRelay(int serverPort) {
        this.serverPort = serverPort;
        try {
            this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inBackground(this::take);
    }

    /** Starts one on a free port, in front of the server at this one. */
    public static TestRelay to(int serverPort) {
        return new TestRelay(serverPort);
    }

    /** Where it listens. */
    public int port() {
        return door.getLocalPort();
    }

    /** From here on nobody is answered. */
    public synchronized void hang() {
        hanging = true;
    }

    /** Passes on what was held back, and what comes. */
    public synchronized void goOn() {
        hanging = false;
        notifyAll();
    }

    private synchronized void awaitGoOn() throws IOException {
        try {
            while (hanging) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void take() {
        try {
            while (true) {
                Socket client = door.accept();
                sockets.add(client);
                inBackground(() -> serve(client));
            }
        } catch (IOException closed) {
            // The end of this relay.
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            sockets.add(server);
            inBackground(() -> pass(server, client));
            pass(client, server);
        } catch (IOException away) {
            // The client sees that its connection ends.
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] part = new byte[BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                awaitGoOn();
                out.write(part, 0, read);
            }
            awaitGoOn();
        } catch (IOException ended) {
            // By either side.
        }
        sockets.remove(from);
        sockets.remove(to);
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "test-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        goOn();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
