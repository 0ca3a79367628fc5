package dev.onstage.simulator.getstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GetStream's official SDKs for JavaScript, unmodified but for the base URL, take the simulator for GetStream. */
class NodeSdkTest {

    @ParameterizedTest
    @ValueSource(strings = {"broadcast.mjs", "access.mjs"})
    void playsItsScriptToTheEnd(String script) throws IOException, InterruptedException {
        try (Simulator simulator = Simulator.start()) {
            Process node = new ProcessBuilder("node", script, simulator.base(), Simulator.KEY, Simulator.SECRET)
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
