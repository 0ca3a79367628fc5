package dev.onstage.support.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads UUIDs in their one usual form: Jackson alone also takes an empty text, Base64 and bytes. */
final class PlainUuids extends StdScalarDeserializer<UUID> {
    private static final long serialVersionUID = 1;
    private static final Pattern USUAL = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    PlainUuids() {
        super(UUID.class);
    }

    @Override
    public UUID deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)
                || !USUAL.matcher(parser.getText()).matches()) {
            return (UUID) context.handleUnexpectedToken(UUID.class, parser);
        }
        return UUID.fromString(parser.getText());
    }
}
