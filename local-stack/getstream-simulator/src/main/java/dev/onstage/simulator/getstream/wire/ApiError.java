package dev.onstage.simulator.getstream.wire;

import java.util.List;
import java.util.Map;

/**
 * A refusal as GetStream words it: a code of its own beside the HTTP status.
 */
public final class ApiError extends RuntimeException {

    /** GetStream's error codes with the HTTP status each one comes with. */
    public enum Code {
        INTERNAL(-1, 500),
        ACCESS_KEY(2, 401),
        INVALID_INPUT(4, 400),
        AUTHENTICATION(5, 401),
        DUPLICATE(6, 400),
        RATE_LIMITED(9, 429),
        NOT_FOUND(16, 404),
        NOT_ALLOWED(17, 403),
        MESSAGE_TOO_LONG(20, 400),
        BODY_TOO_LARGE(22, 413),
        TOKEN_EXPIRED(40, 401),
        TOKEN_NOT_YET_VALID(41, 401),
        TOKEN_USED_BEFORE_ISSUED(42, 401),
        TOKEN_SIGNATURE(43, 401),
        COOLDOWN(60, 403);

        private final int number;
        private final int status;

        Code(int number, int status) {
            this.number = number;
            this.status = status;
        }

        /** GetStream's number. */
        public int number() {
            return number;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    private final transient Code code;
    private final transient Map<String, String> fields;

    private ApiError(Code code, String message, Map<String, String> fields) {
        super(message);
        this.code = code;
        this.fields = fields;
    }

    /** A refusal with {@code code}. */
    public static ApiError of(Code code, String message) {
        return new ApiError(code, message, Map.of());
    }

    /** Invalid input: {@code field} is wrong because of {@code why}. */
    public static ApiError invalid(String field, String why) {
        return new ApiError(Code.INVALID_INPUT, field + " " + why, Map.of(field, why));
    }

    /** Something that does not exist. */
    public static ApiError notFound(String what) {
        return of(Code.NOT_FOUND, what + " does not exist");
    }

    /** A missing permission: what {@code who} may not do, in GetStream's words. */
    public static ApiError notAllowed(String who, String role, String permission, String scope) {
        return of(
                Code.NOT_ALLOWED,
                "User '%s' with role '%s' is not allowed to perform action %s in scope '%s'"
                        .formatted(who, role, action(permission), scope));
    }

    /** {@code join-backstage} is reported as {@code JoinBackstage}. */
    static String action(String permission) {
        StringBuilder name = new StringBuilder();
        for (String word : List.of(permission.split("-"))) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return name.toString();
    }

    /** GetStream's code. */
    public Code code() {
        return code;
    }

    /** Field name to what is wrong with it; empty when the error is about no field. */
    public Map<String, String> fields() {
        return fields;
    }
}
