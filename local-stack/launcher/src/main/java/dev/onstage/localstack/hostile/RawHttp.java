package dev.onstage.localstack.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends bytes that no client library would send, each time over a connection of its own. It comes from another loopback
 * address than everybody else on the machine, so that a limit per address stops nobody else.
 */
final class RawHttp {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 20_000;
    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final int OWN_ADDRESS_HOST = 66;

    private final InetSocketAddress target;
    private final String host;

    RawHttp(URI target) {
        this.target = new InetSocketAddress(target.getHost(), target.getPort());
        this.host = target.getHost() + ":" + target.getPort();
    }

    /** The value of {@code Host}. */
    String host() {
        return host;
    }

    /** Sends all of it at once and reads the answer. */
    Answer send(byte[] request) {
        return send(request, request.length, Duration.ZERO);
    }

    /** Sends so many bytes at a time with a pause after each portion, until all are sent or the other side has enough. */
    Answer send(byte[] request, int portion, Duration pause) {
        try (Socket socket = connect()) {
            try {
                OutputStream out = socket.getOutputStream();
                for (int from = 0; from < request.length; from += portion) {
                    out.write(Arrays.copyOfRange(request, from, Math.min(request.length, from + portion)));
                    out.flush();
                    if (!pause.isZero()) {
                        LockSupport.parkNanos(pause.toNanos());
                    }
                }
            } catch (IOException enough) {
                // There may be an answer all the same.
            }
            return read(socket.getInputStream(), LARGEST_ANSWER);
        } catch (SocketTimeoutException nothing) {
            return Answer.SILENCE;
        } catch (IOException cut) {
            return Answer.HUNG_UP;
        }
    }

    /** Opens a stream, reads the first of it and leaves. */
    Answer glance(byte[] request) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request);
            return read(socket.getInputStream(), 1);
        } catch (SocketTimeoutException nothing) {
            return Answer.SILENCE;
        } catch (IOException cut) {
            return Answer.HUNG_UP;
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, OWN_ADDRESS_HOST}), 0));
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.connect(target, CONNECT_MILLIS);
        return socket;
    }

    private static Answer read(InputStream in, int most) throws IOException {
        var bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int read = in.read(buffer); read >= 0 && bytes.size() < most; read = in.read(buffer)) {
                bytes.write(buffer, 0, read);
                if (bytes.size() >= most) {
                    break;
                }
            }
        } catch (IOException cut) {
            if (bytes.size() == 0) {
                throw cut;
            }
        }
        return Answer.of(bytes.toString(StandardCharsets.ISO_8859_1));
    }
}
