package dev.onstage.analytics.stats;

import dev.onstage.support.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of sessions ended.
 *
 * @param place of the last session in the order of the list ({@link SessionSort#place})
 * @param sessionId that session
 */
record SessionCursor(String place, UUID sessionId) {

    private static final String SEPARATOR = " ";
    private static final int PARTS = 4;

    /**
     * Reads what {@link #encode} wrote for the same list; null for none.
     *
     * @throws ProblemException {@code invalid-request} for anything else, and for the cursor of another order
     */
    static @Nullable SessionCursor decode(@Nullable String text, SessionQuery query) {
        String encoded = StatsParameters.text(text);
        if (encoded.isEmpty()) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(encoded);
            String[] parts = new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, -1);
            if (parts.length == PARTS
                    && parts[0].equals(query.sort().name())
                    && parts[1].equals(String.valueOf(query.ascending()))
                    && query.sort().isPlace(parts[2])) {
                return new SessionCursor(parts[2], UUID.fromString(parts[PARTS - 1]));
            }
        } catch (IllegalArgumentException notOurs) {
            throw unusable(notOurs);
        }
        throw unusable(new IllegalArgumentException("of another list, or of none"));
    }

    /** The place of a session in the list. */
    static SessionCursor of(SessionSummary session, SessionQuery query) {
        return new SessionCursor(query.sort().place(session), session.sessionId());
    }

    /** Opaque to whoever gets it; fit for an address. */
    String encode(SessionQuery query) {
        String text = String.join(
                SEPARATOR, query.sort().name(), String.valueOf(query.ascending()), place, sessionId.toString());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ProblemException unusable(Exception cause) {
        return StatsParameters.invalid("The cursor is not one of this list.", cause)
                .fix("Take it from the answer as it is, with the same sort and order, or leave it out to begin.");
    }
}
