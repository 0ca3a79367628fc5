package dev.onstage.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir
    private Path folder;

    @Test
    void shouldKeepSecretsToTheOwnerAndOverRestarts() throws IOException {
        StateDirectory state = StateDirectory.open(folder.resolve("home"));

        Secrets first = Secrets.of(state);
        Secrets second = Secrets.of(state);

        assertThat(second.setupToken()).isEqualTo(first.setupToken()).matches("([0-9a-f]{5}-){3}[0-9a-f]{5}");
        assertThat(second.neverShown()).isEqualTo(first.neverShown());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.secretsFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldForgetEverythingWhenCleared() throws IOException {
        StateDirectory state = StateDirectory.open(folder.resolve("home"));
        String token = Secrets.of(state).setupToken();
        Files.writeString(state.data().resolve("rows"), "x");

        state.clear();

        assertThat(state.data()).isEmptyDirectory();
        assertThat(Secrets.of(state).setupToken()).isNotEqualTo(token);
    }

    @Test
    void shouldSayHowMuchRoomIsMissing() {
        StateDirectory state = StateDirectory.open(folder.resolve("home"));

        assertThatExceptionOfType(StackException.class)
                .isThrownBy(() -> state.requireFreeSpace(Long.MAX_VALUE))
                .withMessageContaining("is full")
                .withMessageContaining("ONSTAGE_HOME")
                .satisfies(refusal -> assertThat(refusal.failure()).isEqualTo(Failure.STORAGE));
    }

    @Test
    void shouldAdmitOneSupervisorOnly() {
        StateDirectory state = StateDirectory.open(folder.resolve("home"));

        try (StackLock held = StackLock.take(state)) {
            assertThat(held).isNotNull();
            assertThatExceptionOfType(StackException.class)
                    .isThrownBy(() -> StackLock.take(state))
                    .withMessageContaining("already runs");
        }
        StackLock.take(state).close();
    }
}
