package dev.onstage.simulator.getstream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * GetStream's filter conditions over JSON: {@code {"field": value}} and {@code {"field": {"$op": value}}} with
 * {@code $eq, $ne, $gt, $gte, $lt, $lte, $in, $nin, $exists}, joined by {@code $and} and {@code $or}.
 */
public final class Filter implements Predicate<JsonNode> {

    private static final Filter ALL = new Filter(MissingNode.getInstance());

    private final JsonNode conditions;

    private Filter(JsonNode conditions) {
        this.conditions = conditions;
    }

    /** The filter of a request; absent means everything. */
    public static Filter of(@Nullable JsonNode conditions) {
        if (conditions == null || conditions.isNull() || conditions.isMissingNode()) {
            return ALL;
        }
        if (!conditions.isObject()) {
            throw ApiError.invalid("filter_conditions", "must be an object");
        }
        return new Filter(conditions);
    }

    @Override
    public boolean test(JsonNode candidate) {
        return matches(conditions, candidate);
    }

    private static boolean matches(JsonNode conditions, JsonNode candidate) {
        for (Map.Entry<String, JsonNode> condition : conditions.properties()) {
            if (!matches(condition.getKey(), condition.getValue(), candidate)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(String key, JsonNode wanted, JsonNode candidate) {
        return switch (key) {
            case "$and" -> all(wanted, candidate);
            case "$or" -> any(wanted, candidate);
            default -> matchesField(wanted, candidate.at("/" + key.replace('.', '/')));
        };
    }

    private static boolean all(JsonNode list, JsonNode candidate) {
        for (JsonNode each : list) {
            if (!matches(each, candidate)) {
                return false;
            }
        }
        return true;
    }

    private static boolean any(JsonNode list, JsonNode candidate) {
        for (JsonNode each : list) {
            if (matches(each, candidate)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesField(JsonNode wanted, JsonNode actual) {
        if (!wanted.isObject()) {
            return same(wanted, actual);
        }
        for (Map.Entry<String, JsonNode> operation : wanted.properties()) {
            if (!holds(operation.getKey(), operation.getValue(), actual)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(String operator, JsonNode operand, JsonNode actual) {
        return switch (operator) {
            case "$eq" -> same(operand, actual);
            case "$ne" -> !same(operand, actual);
            case "$in" -> contains(operand, actual);
            case "$nin" -> !contains(operand, actual);
            case "$exists" -> operand.asBoolean() == present(actual);
            case "$gt" -> present(actual) && compare(actual, operand) > 0;
            case "$gte" -> present(actual) && compare(actual, operand) >= 0;
            case "$lt" -> present(actual) && compare(actual, operand) < 0;
            case "$lte" -> present(actual) && compare(actual, operand) <= 0;
            default -> throw ApiError.invalid("filter_conditions", "has the unknown operator " + operator);
        };
    }

    private static boolean present(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    private static boolean same(JsonNode wanted, JsonNode actual) {
        if (!present(actual)) {
            return wanted.isNull();
        }
        if (actual.isArray()) {
            return contains(actual, wanted);
        }
        return compare(actual, wanted) == 0;
    }

    private static boolean contains(JsonNode list, JsonNode actual) {
        for (JsonNode each : list) {
            if (same(each, actual)) {
                return true;
            }
        }
        return false;
    }

    private static int compare(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        if (left.isNumber() != right.isNumber()) {
            return Long.compare(nanoseconds(left), nanoseconds(right));
        }
        return left.asText().compareTo(right.asText());
    }

    /** A time in a filter is RFC 3339, a time in an answer is nanoseconds. */
    private static long nanoseconds(JsonNode node) {
        if (node.isNumber()) {
            return node.asLong();
        }
        try {
            return Wire.nanoseconds(Wire.NANOSECONDS.mapper().convertValue(node, Instant.class));
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("filter_conditions", "compares a number with '" + node.asText() + "'");
        }
    }
}
