package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps what libraries log out of the terminal. */
final class Logging {

    private static final int BYTES = 4 << 20;

    private Logging() {}

    /** Nothing at all, for as long as there is no file. */
    static void quiet() {
        LogManager.getLogManager().reset();
        Logger.getLogger("").setLevel(Level.WARNING);
    }

    static void toFile(StateDirectory state) {
        try {
            quiet();
            Handler file = new FileHandler(state.log("launcher").toString(), BYTES, 1, true);
            file.setFormatter(new SimpleFormatter());
            Logger.getLogger("").addHandler(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
