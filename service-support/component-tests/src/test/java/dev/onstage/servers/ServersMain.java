package dev.onstage.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Starts the three servers in a process of its own that a test can kill; prints their pids and ports in one line. */
final class ServersMain {
    private ServersMain() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        EmbeddedPostgresServer postgres =
                EmbeddedPostgresServer.start(directory.resolve("postgres"), Integer.parseInt(arguments[1]));
        EmbeddedRedisServer redis = EmbeddedRedisServer.start(directory.resolve("redis"), LoopbackPorts.free());
        EmbeddedKafkaBroker kafka = EmbeddedKafkaBroker.start(directory.resolve("kafka"), LoopbackPorts.free());
        String line = String.join(
                " ", List.of("pids", "" + postgres.pid(), "" + redis.pid(), "" + kafka.pid(), System.lineSeparator()));
        System.out.write(line.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
        while (System.in.read() >= 0) {
            // Until the test goes away.
        }
    }
}
