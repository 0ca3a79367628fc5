package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** GetStream's official Node SDK, unmodified but for the base URL, takes the simulator for GetStream. */
class NodeSdkTest {

    @Test
    void setsUpGoesLiveAndStops() throws IOException, InterruptedException {
        try (Simulator simulator = Simulator.start()) {
            Process node = new ProcessBuilder(
                            "node", "broadcast.mjs", simulator.base(), Simulator.KEY, Simulator.SECRET)
                    .directory(Path.of(System.getProperty("node.folder", "target/node"))
                            .toFile())
                    .redirectErrorStream(true)
                    .start();
            try {
                String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(node.waitFor(Simulator.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(node.exitValue()).as(output).isZero();
            } finally {
                node.destroyForcibly();
            }
        }
    }
}
