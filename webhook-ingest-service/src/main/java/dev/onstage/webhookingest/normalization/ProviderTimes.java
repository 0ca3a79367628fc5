package dev.onstage.webhookingest.normalization;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The provider's timestamps: RFC 3339 with 0 to 9 fraction digits in webhooks, integer nanoseconds since 1970 by its
 * specification. Both are read.
 */
final class ProviderTimes {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

    private ProviderTimes() {}

    /** The time the parser stands on; null for JSON null, an empty text and the zero time before 1970. */
    static @Nullable Instant read(JsonParser parser) throws IOException {
        Instant instant;
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
            String text = parser.getText();
            if (text.isEmpty()) {
                return null;
            }
            instant = parse(text, parser);
        } else if (parser.currentToken().isNumeric()) {
            instant = ofNanos(parser.getDecimalValue(), parser);
        } else {
            throw new MalformedDeliveryException(parser.currentName() + " is not a time");
        }
        return instant.isBefore(Instant.EPOCH) ? null : instant;
    }

    private static Instant parse(String text, JsonParser parser) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedDeliveryException(parser.currentName() + " is not a time", e);
        }
    }

    private static Instant ofNanos(BigDecimal nanos, JsonParser parser) throws IOException {
        try {
            BigInteger[] parts = nanos.toBigInteger().divideAndRemainder(NANOS);
            return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
        } catch (ArithmeticException | DateTimeException e) {
            throw new MalformedDeliveryException(parser.currentName() + " is not a time", e);
        }
    }
}
