package dev.onstage.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Starts the servers in a process of its own that a test can kill; prints their pids in one line. */
final class ServersMain {
    static final String WITH_KAFKA = "with-kafka";

    private ServersMain() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        EmbeddedPostgresServer postgres =
                EmbeddedPostgresServer.start(directory.resolve("postgres"), Integer.parseInt(arguments[1]));
        EmbeddedRedisServer redis = EmbeddedRedisServer.start(directory.resolve("redis"), LoopbackPorts.free());
        var line = new StringBuilder("pids " + postgres.pid() + " " + redis.pid());
        if (List.of(arguments).contains(WITH_KAFKA)) {
            EmbeddedKafkaBroker kafka = EmbeddedKafkaBroker.start(directory.resolve("kafka"), LoopbackPorts.free());
            line.append(' ').append(kafka.pid());
        }
        line.append(System.lineSeparator());
        System.out.write(line.toString().getBytes(StandardCharsets.UTF_8));
        System.out.flush();
        while (System.in.read() >= 0) {
            // Until the test goes away.
        }
    }
}
