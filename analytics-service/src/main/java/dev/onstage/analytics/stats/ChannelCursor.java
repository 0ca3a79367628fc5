package dev.onstage.analytics.stats;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of channels ended.
 *
 * @param channelId the last channel of the page
 */
record ChannelCursor(String channelId) {

    private static final Pattern FORM = Pattern.compile("channels ([a-z0-9-]{1,48})");
    private static final int LONGEST = 100;

    /**
     * Reads what {@link #encode} wrote, and nothing else.
     *
     * @param text null for none
     * @throws dev.onstage.support.problem.ProblemException {@code invalid-request} for anything else
     */
    static @Nullable ChannelCursor decode(@Nullable String text) {
        String encoded = StatsParameters.text(text);
        if (encoded.isEmpty()) {
            return null;
        }
        try {
            byte[] bytes = encoded.length() > LONGEST
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(encoded);
            var parts = FORM.matcher(new String(bytes, StandardCharsets.UTF_8));
            if (parts.matches()) {
                var cursor = new ChannelCursor(parts.group(1));
                if (cursor.encode().equals(encoded)) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException notOurs) {
            throw SessionCursor.unusable(notOurs);
        }
        throw SessionCursor.unusable(new IllegalArgumentException("of another list, or of none"));
    }

    /** Opaque to whoever gets it; fit for an address. */
    String encode() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("channels " + channelId).getBytes(StandardCharsets.UTF_8));
    }
}
