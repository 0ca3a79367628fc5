package dev.onstage.support.door;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers that say what a body is and what the answer may be. The framework compares their values with what a resource
 * takes and gives and, depending on the address, fails over one that is no media type, sometimes after the resource has done
 * its work.
 */
final class MediaHeaders {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern TYPE = Pattern.compile(TOKEN + "/" + TOKEN);
    private static final String ANY_TYPE = "*/";

    private MediaHeaders() {}

    /** Why the request is not let in; null when it is, and then its {@code Accept} holds nothing that cannot be used. */
    static @Nullable ProblemException refusal(HttpServerRequest request) {
        MultiMap headers = request.headers();
        boolean readable = headers.getAll(HttpHeaders.CONTENT_TYPE).stream()
                .allMatch(value -> TYPE.matcher(withoutParameters(value)).matches());
        if (!readable) {
            return unreadableType();
        }
        return keepUsableRanges(headers) ? null : nothingToAnswerIn();
    }

    /** An empty list is the same as none; a list of which nothing can be used is left alone and false. */
    private static boolean keepUsableRanges(MultiMap headers) {
        List<String> ranges = headers.getAll(HttpHeaders.ACCEPT).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .toList();
        if (ranges.isEmpty()) {
            headers.remove(HttpHeaders.ACCEPT);
            return true;
        }
        List<String> usable = ranges.stream().filter(MediaHeaders::isUsable).toList();
        if (!usable.isEmpty()) {
            headers.set(HttpHeaders.ACCEPT, String.join(", ", usable));
        }
        return !usable.isEmpty();
    }

    private static boolean isUsable(String range) {
        String type = withoutParameters(range);
        boolean readable =
                TYPE.matcher(type).matches() && (!type.startsWith(ANY_TYPE) || type.equals(MediaType.WILDCARD));
        return readable && isWanted(MediaType.valueOf(range).getParameters().get("q"));
    }

    /** A weight of 0 says that the type is not wanted. */
    private static boolean isWanted(@Nullable String weight) {
        if (weight == null) {
            return true;
        }
        try {
            float share = Float.parseFloat(weight);
            return share > 0 && share <= 1;
        } catch (NumberFormatException noNumber) {
            return false;
        }
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

    private static ProblemException nothingToAnswerIn() {
        return new ProblemException(
                        ProblemType.NOT_ACCEPTABLE, "The header Accept does not hold a media type that can be used.")
                .fix("Ask for application/json, or leave the header Accept out.");
    }
}
