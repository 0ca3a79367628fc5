package dev.onstage.simulator.discord;

import java.util.List;

/**
 * A version of the API as the URL says it. All are served as Discord serves them: a URL without a version is v6, and up
 * to v7 a refusal tells milliseconds, so that a sender which does not ask for v10 waits a thousand times too long here
 * as it would there.
 *
 * @param number the version
 * @param prefix the path that all its calls begin with
 */
record ApiVersion(int number, String prefix) {
    static final List<ApiVersion> ALL = List.of(
            new ApiVersion(6, "/api"),
            new ApiVersion(6, "/api/v6"),
            new ApiVersion(7, "/api/v7"),
            new ApiVersion(8, "/api/v8"),
            new ApiVersion(9, "/api/v9"),
            new ApiVersion(10, "/api/v10"));

    private static final int FIRST_WITH_SECONDS = 8;

    boolean speaksMillis() {
        return number < FIRST_WITH_SECONDS;
    }
}
