package dev.onstage.support.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.onstage.support.problem.UnusableTextException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads every text of a request. Numbers and truth values are no texts; control characters and halves of characters are
 * refused, since no database stores them all and a line of a log or of a message could be forged with them.
 */
final class PlainTexts extends StdScalarDeserializer<String> implements ContextualDeserializer {
    private static final long serialVersionUID = 1;

    private final boolean multiLine;

    PlainTexts() {
        this(false);
    }

    private PlainTexts(boolean multiLine) {
        super(String.class);
        this.multiLine = multiLine;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
        boolean wanted = property != null && property.getAnnotation(MultiLine.class) != null;
        return wanted == multiLine ? this : new PlainTexts(wanted);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (String) context.handleUnexpectedToken(String.class, parser);
        }
        String text = parser.getText();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && !(multiLine && isLayout(c))) {
                throw new UnusableTextException(parser, refusal(c));
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new UnusableTextException(parser, "must not hold half a character (a lone surrogate)");
            }
        }
        return text;
    }

    private static boolean isLayout(char c) {
        return c == '\n' || c == '\r' || c == '\t';
    }

    private String refusal(char c) {
        if (multiLine) {
            return "must not hold control characters";
        }
        return switch (c) {
            case '\n', '\r', '\u000b', '\f', '\u0085' -> "must be one line: it holds a line break";
            case '\t' -> "must not hold tabs";
            default -> "must not hold control characters";
        };
    }

    @Override
    public LogicalType logicalType() {
        return LogicalType.Textual;
    }
}
