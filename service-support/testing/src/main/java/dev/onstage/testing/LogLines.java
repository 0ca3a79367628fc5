package dev.onstage.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What one logger, and those below it that have no level of their own, say at the level INFO or above, from the beginning of this to
 * its end; the logger has that level meanwhile. Each line has fields of it in front.
 */
public final class LogLines implements AutoCloseable {

    private final PatternFormatter format;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final @Nullable Level levelBefore;
    private final ExtHandler listener = new ExtHandler() {
        @Override
        protected void doPublish(ExtLogRecord line) {
            lines.add(format.format(line));
        }
    };

    private LogLines(String logger, String fields) {
        this.format = new PatternFormatter(fields + ": %s");
        this.logger = Logger.getLogger(logger);
        this.levelBefore = this.logger.getLevel();
        this.logger.setLevel(Level.INFO);
        this.logger.addHandler(listener);
    }

    /** Listens to the logger of that name; the channel stands in front of each line. */
    public static LogLines of(String logger) {
        return new LogLines(logger, "%X{channelId}");
    }

    /** The same, with channel and epoch in front, and an oblique stroke between them. */
    public static LogLines withEpochOf(String logger) {
        return new LogLines(logger, "%X{channelId}/%X{epoch}");
    }

    /** So far. */
    public List<String> all() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        logger.removeHandler(listener);
        logger.setLevel(levelBefore);
    }
}
