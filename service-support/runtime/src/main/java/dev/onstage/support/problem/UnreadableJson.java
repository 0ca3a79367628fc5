package dev.onstage.support.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says why a body cannot be read: which field, and what it has to be. Never quotes the body. */
final class UnreadableJson {
    private static final Map<Class<?>, String> KINDS = Map.ofEntries(
            Map.entry(String.class, "a text"),
            Map.entry(Boolean.class, "true or false"),
            Map.entry(boolean.class, "true or false"),
            Map.entry(Integer.class, "a whole number"),
            Map.entry(int.class, "a whole number"),
            Map.entry(Long.class, "a whole number"),
            Map.entry(long.class, "a whole number"),
            Map.entry(Double.class, "a number"),
            Map.entry(double.class, "a number"),
            Map.entry(UUID.class, "a UUID such as 01936f5e-0000-7000-8000-000000000001"));

    private UnreadableJson() {}

    static ProblemException problem(JsonProcessingException malformed) {
        String field = field(malformed);
        if (field == null && malformed instanceof MismatchedInputException mismatch && isAnotherDocument(mismatch)) {
            return new ProblemException(
                            ProblemType.INVALID_REQUEST, "The body must be " + kind(mismatch.getTargetType()) + ".")
                    .fix("Send a JSON document with the documented fields.");
        }
        if (field == null) {
            return new ProblemException(ProblemType.INVALID_REQUEST, "The body is not valid JSON" + at(malformed) + ".")
                    .fix("Send one JSON document with the documented fields, each once.");
        }
        String message = message(malformed);
        return new ProblemException(ProblemType.INVALID_REQUEST, "The field " + field + " " + message + ".")
                .with("errors", List.of(Map.of("field", field, "message", message)))
                .fix("Send a JSON document with the documented fields.");
    }

    /** One well-formed document, but of another kind; what follows a document is told by its place. */
    private static boolean isAnotherDocument(MismatchedInputException mismatch) {
        return mismatch.getTargetType() != null
                && !String.valueOf(mismatch.getOriginalMessage()).startsWith("Trailing token");
    }

    private static String message(JsonProcessingException malformed) {
        Throwable reason = malformed;
        for (Throwable cause = malformed; cause != null; cause = cause.getCause()) {
            reason = cause;
            if (cause instanceof UnusableTextException unusable) {
                return unusable.sentence();
            }
        }
        if (reason.getMessage() != null && reason.getMessage().startsWith("Duplicate field")) {
            return "stands there twice";
        }
        if (reason instanceof InputCoercionException outOfRange) {
            return "must be " + kind(outOfRange.getTargetType()) + " that is not as large";
        }
        return reason instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? "must be " + kind(mismatch.getTargetType())
                : "has a value that cannot be read";
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getDeclaredFields())
                            .filter(Field::isEnumConstant)
                            .map(UnreadableJson::acceptedName)
                            .collect(Collectors.joining(", "));
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (TemporalAccessor.class.isAssignableFrom(type)) {
            return "a time such as 2026-01-31T18:00:00Z";
        }
        return KINDS.getOrDefault(type, "an object");
    }

    private static String acceptedName(Field constant) {
        JsonProperty named = constant.getAnnotation(JsonProperty.class);
        return named == null || named.value().isEmpty() ? constant.getName() : named.value();
    }

    /** The path to the field; null when the document itself is at fault. */
    private static @Nullable String field(JsonProcessingException malformed) {
        if (malformed instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return LogText.of(mapping.getPath().stream()
                    .map(reference -> reference.getFieldName() == null
                            ? "[" + reference.getIndex() + "]"
                            : reference.getFieldName())
                    .collect(Collectors.joining(".")));
        }
        return isDuplicate(malformed) && malformed.getProcessor() instanceof JsonParser parser ? current(parser) : null;
    }

    private static boolean isDuplicate(JsonProcessingException malformed) {
        return String.valueOf(malformed.getOriginalMessage()).startsWith("Duplicate field");
    }

    private static @Nullable String current(JsonParser parser) {
        try {
            String name = parser.currentName();
            return name == null ? null : LogText.of(name);
        } catch (IOException unknown) {
            return null;
        }
    }

    private static String at(JsonProcessingException malformed) {
        JsonLocation location = malformed.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
