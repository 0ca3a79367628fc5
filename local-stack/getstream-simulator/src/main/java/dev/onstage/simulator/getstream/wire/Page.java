package dev.onstage.simulator.getstream.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list with opaque cursors.
 *
 * @param items the page
 * @param next cursor of the following page, null on the last one
 * @param prev cursor of the page before, null on the first one
 */
public record Page<T>(
        List<T> items, @Nullable String next, @Nullable String prev) {

    /** The page of {@code all} at {@code cursor} (null: the first); {@code limit} outside 1..{@code most} is refused. */
    public static <T> Page<T> of(List<T> all, @Nullable String cursor, int limit, int most) {
        if (limit < 1 || limit > most) {
            throw ApiError.invalid("limit", "must be between 1 and " + most);
        }
        int from = Math.min(cursor == null || cursor.isEmpty() ? 0 : position(cursor), all.size());
        int to = Math.min(from + limit, all.size());
        return new Page<>(
                List.copyOf(all.subList(from, to)),
                to < all.size() ? cursor(to) : null,
                from > 0 ? cursor(Math.max(0, from - limit)) : null);
    }

    private static String cursor(int position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("from:" + position).getBytes(StandardCharsets.UTF_8));
    }

    private static int position(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return Math.max(0, Integer.parseInt(text.substring("from:".length())));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw ApiError.of(ApiError.Code.INVALID_INPUT, "the cursor is not one of ours");
        }
    }
}
