package dev.onstage.notifier.outbound;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver answered.
 *
 * @param status the HTTP status
 * @param headers by name, whatever the case
 * @param body the text, cut at 64 KiB
 */
public record Answer(int status, MultiMap headers, String body) {
    /** A header's first value, null without it. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
