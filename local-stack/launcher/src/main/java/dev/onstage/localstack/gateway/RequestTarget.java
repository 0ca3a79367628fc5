package dev.onstage.localstack.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What a request asks for, in the one spelling that everybody behind the gateway reads in the same way. Servers differ in what
 * they make of dot segments, of empty segments, of path parameters and of separators that are percent-encoded; a path that
 * has any of these could be routed as one thing and answered as another, and is refused.
 *
 * @param path decoded, without the query
 */
record RequestTarget(String path) {

    private static final String NEVER_RAW = "\"<>\\^`{|}#";
    private static final String NEVER_RAW_IN_PATH = NEVER_RAW + ";";
    private static final String NEVER_DECODED_IN_PATH = "/\\;%";

    /** Reads the target of a request line; empty when it has to be refused. */
    static Optional<RequestTarget> of(String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        if (!path.startsWith("/") || !isQuery(query)) {
            return Optional.empty();
        }
        return decoded(path, raw -> NEVER_RAW_IN_PATH.indexOf(raw) < 0, RequestTarget::mayBeDecodedInPath)
                .filter(RequestTarget::hasOnlyPlainSegments)
                .map(RequestTarget::new);
    }

    private static boolean isQuery(String query) {
        return decoded(query, raw -> NEVER_RAW.indexOf(raw) < 0, decoded -> !Character.isISOControl(decoded))
                .isPresent();
    }

    private static boolean mayBeDecodedInPath(int decoded) {
        return !Character.isISOControl(decoded) && NEVER_DECODED_IN_PATH.indexOf(decoded) < 0;
    }

    private static boolean hasOnlyPlainSegments(String path) {
        if (path.equals("/")) {
            return true;
        }
        String segments = path.endsWith("/") ? path.substring(1, path.length() - 1) : path.substring(1);
        return Arrays.stream(segments.split("/", -1))
                .noneMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."));
    }

    /** Empty when a character is not allowed as it is, an escape is incomplete, or what it stands for is not allowed. */
    private static Optional<String> decoded(String text, IntPredicate allowedRaw, IntPredicate allowedDecoded) {
        var decoded = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char character = text.charAt(at);
            if (character == '%') {
                int end = endOfEscapes(text, at);
                Optional<String> meant = unescaped(text.substring(at, end))
                        .filter(some -> some.codePoints().allMatch(allowedDecoded));
                if (meant.isEmpty()) {
                    return Optional.empty();
                }
                decoded.append(meant.get());
                at = end;
            } else {
                if (character <= ' ' || character > '~' || !allowedRaw.test(character)) {
                    return Optional.empty();
                }
                decoded.append(character);
                at++;
            }
        }
        return Optional.of(decoded.toString());
    }

    private static int endOfEscapes(String text, int begin) {
        int end = begin;
        while (end < text.length() && text.charAt(end) == '%') {
            end = Math.min(end + 3, text.length());
        }
        return end;
    }

    /** Neighbouring escapes together, since several bytes can make one character. */
    private static Optional<String> unescaped(String escapes) {
        if (escapes.length() % 3 != 0) {
            return Optional.empty();
        }
        var bytes = ByteBuffer.allocate(escapes.length() / 3);
        for (int at = 0; at < escapes.length(); at += 3) {
            int high = Character.digit(escapes.charAt(at + 1), 16);
            int low = Character.digit(escapes.charAt(at + 2), 16);
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.put((byte) (high << 4 | low));
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes.flip())
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
