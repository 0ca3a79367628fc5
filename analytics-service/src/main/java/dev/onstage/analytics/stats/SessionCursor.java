package dev.onstage.analytics.stats;

import dev.onstage.support.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of sessions ended.
 *
 * @param channelId whose sessions
 * @param place of the last session in the order of the list ({@link SessionSort#place})
 * @param sessionId that session
 */
record SessionCursor(String channelId, String place, UUID sessionId) {

    private static final String SEPARATOR = " ";
    private static final int PARTS = 5;
    /** Longer than any of ours: the longest channel id and place take less. */
    private static final int LONGEST = 300;

    /**
     * Reads what {@link #encode} wrote for the same list, and nothing else: not even the same place in other words.
     *
     * @param text null for none
     * @throws ProblemException {@code invalid-request} for anything else, and for the cursor of another channel or order
     */
    static @Nullable SessionCursor decode(@Nullable String text, String channelId, SessionQuery query) {
        String encoded = StatsParameters.text(text);
        if (encoded.isEmpty()) {
            return null;
        }
        try {
            SessionCursor cursor = parse(encoded, channelId, query);
            if (cursor != null && cursor.encode(query).equals(encoded)) {
                return cursor;
            }
        } catch (IllegalArgumentException notOurs) {
            throw unusable(notOurs);
        }
        throw unusable(new IllegalArgumentException("of another list, or of none"));
    }

    private static @Nullable SessionCursor parse(String encoded, String channelId, SessionQuery query) {
        if (encoded.length() > LONGEST) {
            return null;
        }
        byte[] bytes = Base64.getUrlDecoder().decode(encoded);
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, -1);
        boolean ours = parts.length == PARTS
                && parts[0].equals(query.sort().name())
                && parts[1].equals(String.valueOf(query.ascending()))
                && parts[2].equals(channelId)
                && query.sort().isPlace(parts[3]);
        return ours ? new SessionCursor(channelId, parts[3], UUID.fromString(parts[PARTS - 1])) : null;
    }

    /** The place of a session in the list. */
    static SessionCursor of(SessionSummary session, SessionQuery query) {
        return new SessionCursor(session.channelId(), query.sort().place(session), session.sessionId());
    }

    /** Opaque to whoever gets it; fit for an address. */
    String encode(SessionQuery query) {
        String text = String.join(
                SEPARATOR,
                query.sort().name(),
                String.valueOf(query.ascending()),
                channelId,
                place,
                sessionId.toString());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What to answer to somebody who gives a cursor that is none of ours. */
    static ProblemException unusable(Exception cause) {
        return StatsParameters.invalid("The cursor is not one of this list.", cause)
                .fix("Take it from the answer as it is, with the same channel, sort and order, or leave it out to"
                        + " begin.");
    }
}
