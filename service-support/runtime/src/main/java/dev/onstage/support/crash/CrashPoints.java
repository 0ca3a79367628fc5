package dev.onstage.support.crash;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * Named points at which a test can have the process die, as by SIGKILL: no shutdown hook, no flush, no answer. Costs one
 * look into the environment where nothing is asked for.
 */
public final class CrashPoints {
    /** The environment variable that names the point to die at. */
    public static final String VARIABLE = "ONSTAGE_CRASH_AT";

    /** The exit code a shell shows for SIGKILL. */
    public static final int EXIT_CODE = 137;

    private static final Logger LOG = Logger.getLogger(CrashPoints.class);

    private CrashPoints() {}

    /**
     * Dies when {@code ONSTAGE_CRASH_AT} is this name, or its beginning up to a dot, and {@code onstage.environment} is
     * {@code local}.
     */
    public static void reached(String name) {
        String wanted = System.getenv(VARIABLE);
        if (wanted == null || !(name.equals(wanted) || name.startsWith(wanted + "."))) {
            return;
        }
        if (!isLocal()) {
            LOG.warnf("%s=%s is refused outside the local environment", VARIABLE, name);
            return;
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    private static boolean isLocal() {
        return ConfigProvider.getConfig()
                .getOptionalValue("onstage.environment", String.class)
                .map("local"::equals)
                .orElse(false);
    }
}
