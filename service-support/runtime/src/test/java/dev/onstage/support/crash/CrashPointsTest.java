package dev.onstage.support.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashPointsTest {
    private static final int SURVIVED = 0;

    @TempDir
    Path directory;

    @Test
    void shouldKillTheProcessAtTheNamedPointOnly() throws Exception {
        for (String wanted : List.of("here.after-all", "here")) {
            assertThat(exitCode("local", wanted)).as(wanted).isEqualTo(CrashPoints.EXIT_CODE);
        }
        for (String wanted : List.of("elsewhere", "here.after", "he", "here.after-all.again")) {
            assertThat(exitCode("local", wanted)).as(wanted).isEqualTo(SURVIVED);
        }
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
            CrashPoints.reached("here.after-all");
        }
    }
}
