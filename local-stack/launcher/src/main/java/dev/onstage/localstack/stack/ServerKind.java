package dev.onstage.localstack.stack;

import java.util.Locale;

/** The servers that Onstage needs. */
public enum ServerKind {
    POSTGRES,
    REDIS,
    KAFKA;

    /** The name in logs and in the table: {@code postgres}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
