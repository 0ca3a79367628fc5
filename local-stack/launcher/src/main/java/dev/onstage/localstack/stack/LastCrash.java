package dev.onstage.localstack.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Why a stack ended by itself, for whoever asks after it later; forgotten by the next start. */
public final class LastCrash {

    private LastCrash() {}

    /** What was said of it; empty when the last stack was stopped by somebody. */
    public static Optional<String> of(StateDirectory state) {
        try {
            return Files.exists(state.lastCrash())
                    ? Optional.of(Files.readString(state.lastCrash()).strip())
                    : Optional.empty();
        } catch (IOException failure) {
            throw new StackException(Failure.STORAGE, "Cannot read " + state.lastCrash(), failure);
        }
    }

    /** Writes it down. */
    public static void keep(StateDirectory state, String account) {
        PrivateFiles.write(state.lastCrash(), account);
    }

    static void forget(StateDirectory state) {
        StateDirectory.deleteTree(state.lastCrash());
    }
}
