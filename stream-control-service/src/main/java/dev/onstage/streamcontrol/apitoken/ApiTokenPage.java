package dev.onstage.streamcontrol.apitoken;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * API tokens, without their secrets.
 *
 * @param next what to ask the next page with, null on the last
 */
record ApiTokenPage(List<ApiToken> tokens, @Nullable UUID next) {

    /** Of rows of which there is one more than fits, when there is a next page. */
    static ApiTokenPage of(List<ApiToken> found, int size) {
        return found.size() <= size
                ? new ApiTokenPage(found, null)
                : new ApiTokenPage(
                        List.copyOf(found.subList(0, size)), found.get(size - 1).tokenId());
    }
}
