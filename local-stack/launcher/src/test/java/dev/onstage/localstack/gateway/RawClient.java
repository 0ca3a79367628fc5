package dev.onstage.localstack.gateway;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client that sends any bytes and reads answers exactly as they are framed. */
final class RawClient implements Closeable {

    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);

    private final Socket socket = new Socket();

    /** What came back: names of headers in lower case. */
    record Answer(int status, Map<String, String> headers, String body) {}

    RawClient(int port) throws IOException {
        this("127.0.0.1", port);
    }

    /** Connects from that address of loopback. */
    RawClient(String from, int port) throws IOException {
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout((int) ANSWER_WITHIN.toMillis());
    }

    /** One byte for each character. */
    RawClient send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** The head of a request, with the one header that it must have and others. */
    RawClient request(String method, String target, String... headers) throws IOException {
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: onstage:81\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return send(head.append("\r\n").toString());
    }

    /** The next answer; a body is read only where a client would expect one. */
    Answer answer(boolean mayHaveBody) throws IOException {
        String[] status = line().split(" ", 3);
        int code = Integer.parseInt(status[1]);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        boolean body = mayHaveBody && code >= 200 && code != 204 && code != 304;
        return new Answer(code, headers, body ? body(headers) : "");
    }

    Answer answer() throws IOException {
        return answer(true);
    }

    /** Whether the other side has closed the connection; waits for it. */
    boolean isClosed() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private String body(Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            var whole = new StringBuilder();
            for (int length = chunk(); length > 0; length = chunk()) {
                whole.append(bytes(length));
                line();
            }
            line();
            return whole.toString();
        }
        return bytes(Integer.parseInt(headers.get("content-length")));
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String bytes(int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        InputStream in = socket.getInputStream();
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection was closed after '" + line + "'");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
