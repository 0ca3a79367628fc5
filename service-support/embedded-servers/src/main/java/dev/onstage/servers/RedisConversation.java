package dev.onstage.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a Redis server, or a Sentinel, one thing after the other. */
final class RedisConversation implements AutoCloseable {
    /** A port that is closed refuses at once; a server that is there may be held up for long. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream answers;

    private RedisConversation(Socket socket) throws IOException {
        this.socket = socket;
        this.answers = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects, with TLS and the password where the server is protected. */
    static RedisConversation with(int port, @Nullable Protection protection) throws IOException {
        Socket socket = protection == null
                ? new Socket()
                : protection.certificate().forClients().getSocketFactory().createSocket();
        try {
            socket.connect(LoopbackPorts.address(port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            RedisConversation conversation = new RedisConversation(socket);
            if (protection != null) {
                conversation.ask("AUTH", protection.password());
            }
            return conversation;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * The answer; a list has one element for each of its own and of the lists in it.
     *
     * @throws IOException also when the server refuses
     */
    List<String> ask(String... command) throws IOException {
        StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
        for (String word : command) {
            request.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
        List<String> answer = new ArrayList<>();
        read(answer);
        return answer;
    }

    private void read(List<String> answer) throws IOException {
        String line = line();
        String rest = line.substring(1);
        switch (line.charAt(0)) {
            case '-' -> throw new IOException("Redis refuses: " + rest);
            case '$' -> readText(Integer.parseInt(rest), answer);
            case '*' -> {
                for (int left = Integer.parseInt(rest); left > 0; left--) {
                    read(answer);
                }
            }
            default -> answer.add(rest);
        }
    }

    private void readText(int length, List<String> answer) throws IOException {
        if (length >= 0) {
            answer.add(new String(answers.readNBytes(length), StandardCharsets.UTF_8));
            answers.readNBytes(2);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = answers.read(); next != '\n'; next = answers.read()) {
            if (next < 0) {
                throw new IOException("Redis closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
