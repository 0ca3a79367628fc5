package dev.onstage.support.door;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header that says what a body is. The framework compares its value with what a resource takes and, depending on the
 * address, fails over one that is no media type.
 */
final class MediaHeaders {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);

    private MediaHeaders() {}

    /** Why the request is not let in; null when it is. */
    static @Nullable ProblemException refusal(HttpServerRequest request) {
        boolean readable = request.headers().getAll(HttpHeaders.CONTENT_TYPE).stream()
                .allMatch(value -> TYPE.matcher(withoutParameters(value)).matches());
        return readable ? null : unreadableType();
    }

    private static String withoutParameters(String value) {
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon)).strip();
    }

    private static ProblemException unreadableType() {
        return new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE, "The header Content-Type does not hold a media type.")
                .fix("Send application/json.");
    }
}
