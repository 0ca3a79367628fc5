package dev.onstage.support.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashPointsTest {
    private static final int SURVIVED = 0;

    @TempDir
    Path directory;

    @Test
    void shouldKillTheProcessAtTheNamedPointOnly() throws Exception {
        assertThat(exitCode("local", "here")).isEqualTo(CrashPoints.EXIT_CODE);
        assertThat(exitCode("local", "elsewhere")).isEqualTo(SURVIVED);
        assertThat(exitCode("local", null)).isEqualTo(SURVIVED);
    }

    @Test
    void shouldRefuseOutsideTheLocalEnvironment() throws Exception {
        assertThat(exitCode("production", "here")).isEqualTo(SURVIVED);
        assertThat(exitCode(null, "here")).isEqualTo(SURVIVED);
    }

    private int exitCode(@Nullable String environment, @Nullable String crashAt)
            throws IOException, InterruptedException {
        String underTest = System.getProperty("surefire.test.class.path");
        String classPath = underTest == null ? System.getProperty("java.class.path") : underTest;
        Path arguments = Files.writeString(directory.resolve("java.args"), "-cp \"" + classPath + "\"\n");
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "@" + arguments,
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        if (environment != null) {
            process.environment().put("ONSTAGE_ENVIRONMENT", environment);
        }
        if (crashAt != null) {
            process.environment().put(CrashPoints.VARIABLE, crashAt);
        }
        return process.start().waitFor();
    }

    /** Passes one point. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            CrashPoints.reached("here");
        }
    }
}
