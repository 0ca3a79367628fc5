package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.streamcontrol.provider.ProviderException;
import dev.onstage.streamcontrol.provider.ProviderException.Kind;
import dev.onstage.support.text.StorableText;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer of GetStream that is not a success, and what it means. Its body is
 * {@code {"code":17,"message":"…","StatusCode":403,"unrecoverable":true}}, or anything at all when a proxy wrote it.
 *
 * @param operation what was asked, for the sentence a person reads
 * @param status HTTP status
 * @param code GetStream's own error code, null when the body was not its own
 * @param message its message, empty when the body was not its own
 * @param unrecoverable GetStream asks not to repeat the request
 * @param retryAfter when it wants to be asked again
 */
record GetStreamError(
        String operation,
        int status,
        @Nullable Integer code,
        String message,
        boolean unrecoverable,
        @Nullable Duration retryAfter) {

    private static final int LONGEST_MESSAGE = 300;

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Body(
            @Nullable Integer code,
            @Nullable String message,
            @Nullable Boolean unrecoverable) {}

    static GetStreamError read(
            ObjectMapper json, String operation, int status, String body, @Nullable Duration retryAfter) {
        try {
            Body parsed = json.readValue(body, Body.class);
            if (parsed != null && parsed.code() != null) {
                return new GetStreamError(
                        operation,
                        status,
                        parsed.code(),
                        shortened(parsed.message()),
                        Boolean.TRUE.equals(parsed.unrecoverable()),
                        retryAfter);
            }
        } catch (JsonProcessingException e) {
            // A proxy's page: only the status says anything. The text is of no use to anybody and is dropped.
            return new GetStreamError(operation, status, null, "", false, retryAfter);
        }
        return new GetStreamError(operation, status, null, "", false, retryAfter);
    }

    /** Asking again may help, and GetStream does not mind. */
    boolean repeatable() {
        return !unrecoverable && kind() == Kind.UNAVAILABLE;
    }

    ProviderException toException(@Nullable Throwable cause) {
        return new ProviderException(kind(), what(), fix(), retryAfter, cause);
    }

    private Kind kind() {
        Kind byCode = code == null ? null : kindOf(code);
        if (byCode != null) {
            return byCode;
        }
        return switch (status) {
            case 401 -> Kind.CREDENTIALS_REFUSED;
            case 404 -> Kind.NOT_FOUND;
            case 408, 429 -> Kind.UNAVAILABLE;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.REJECTED;
        };
    }

    private static @Nullable Kind kindOf(int code) {
        return switch (code) {
            case 2, 5, 40, 41, 42, 43, 99 -> Kind.CREDENTIALS_REFUSED;
            case 16 -> Kind.NOT_FOUND;
            case -1, 9, 23, 71 -> Kind.UNAVAILABLE;
            case 4, 6, 17, 18, 19, 20, 21, 22, 24, 44, 45, 46, 60, 69, 70, 73 -> Kind.REJECTED;
            default -> null;
        };
    }

    private String what() {
        String because = message.isEmpty() ? "" : ": " + message;
        if (code == null) {
            return "GetStream answered HTTP %d to \"%s\"".formatted(status, operation) + because + ".";
        }
        return switch (code) {
            case 2 -> "GetStream does not know the API key (code 2).";
            case 5 -> "GetStream refused the credentials (code 5)" + because + ".";
            case 43 -> "GetStream refused the API secret (code 43).";
            case 40, 41, 42 -> "GetStream refused a token because of its times (code %d).".formatted(code);
            case 99 -> "GetStream has suspended the app (code 99).";
            case 9 -> "GetStream's rate limit is used up for \"%s\" (code 9).".formatted(operation);
            default -> "GetStream refused \"%s\" (code %d)".formatted(operation, code) + because + ".";
        };
    }

    private @Nullable String fix() {
        String byCode = code == null ? null : fixOf(code);
        if (byCode != null) {
            return byCode;
        }
        return switch (kind()) {
            case UNAVAILABLE -> "Nothing has to be done: Onstage tries again; status.getstream.io says more.";
            case CREDENTIALS_REFUSED -> "Check STREAM_API_KEY and STREAM_API_SECRET.";
            case NOT_FOUND -> "Set the stream up again.";
            case REJECTED -> null;
        };
    }

    private static @Nullable String fixOf(int code) {
        return switch (code) {
            case 2 -> "Set STREAM_API_KEY to your app's key from dashboard.getstream.io.";
            case 5, 43 ->
                "Set STREAM_API_SECRET to the secret that belongs to STREAM_API_KEY; both are on your app's page at"
                        + " dashboard.getstream.io.";
            case 40, 41, 42 ->
                "Set this machine's clock right (NTP): every request carries a new token, so only the clock can be wrong.";
            case 99 -> "Ask GetStream's support, or check the billing page at dashboard.getstream.io.";
            case 17 ->
                "Check the grants of the call type and channel type at dashboard.getstream.io, or set the stream up again.";
            case 60, 70 -> "Check the app's permission settings at dashboard.getstream.io.";
            case 69 -> "Set ONSTAGE_GETSTREAM_BASE_URL to the address of your app's region.";
            default -> null;
        };
    }

    /** It is kept with the channel, so it must be a text that can be stored. */
    private static String shortened(@Nullable String message) {
        if (message == null) {
            return "";
        }
        String trimmed = message.strip();
        while (trimmed.endsWith(".")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        String storable = StorableText.readable(trimmed, LONGEST_MESSAGE);
        return trimmed.length() <= LONGEST_MESSAGE ? storable : storable + "…";
    }
}
