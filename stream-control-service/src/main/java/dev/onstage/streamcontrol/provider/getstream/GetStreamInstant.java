package dev.onstage.streamcontrol.provider.getstream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Reads GetStream's instants: integer Unix nanoseconds in REST answers, RFC 3339 text elsewhere. Both are accepted
 * everywhere, since its documentation and its servers disagree.
 */
final class GetStreamInstant extends StdDeserializer<Instant> {

    private static final long serialVersionUID = 1L;
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000L);

    GetStreamInstant() {
        super(Instant.class);
    }

    @Override
    public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isNumeric()) {
            BigInteger[] parts = parser.getDecimalValue().toBigInteger().divideAndRemainder(NANOS_PER_SECOND);
            return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
        }
        String text = parser.getText();
        if (text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return (Instant) context.handleWeirdStringValue(Instant.class, text, "not an RFC 3339 instant");
        }
    }
}
