package dev.onstage.webhookingest.normalization;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How the provider's JSON is read. The bounds of Jackson's own are lifted: a body is bounded as a whole, is read without
 * recursion, and what no event needs must not refuse it, however deep, long or many-digited it is.
 */
public final class ProviderJson {
    /** For parsers of bodies that are bounded already. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private static final int MOST_DIGITS = 64;

    private ProviderJson() {}

    /**
     * The number the parser stands on; null when it is none, or has more digits or a greater power of ten than anything that
     * is counted or timed: to work with such a number could take for ever.
     */
    static @Nullable BigDecimal number(JsonParser parser) throws IOException {
        if (!parser.currentToken().isNumeric() || parser.getTextLength() > MOST_DIGITS) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(parser.getText());
            return Math.abs((long) number.scale()) > MOST_DIGITS ? null : number;
        } catch (NumberFormatException beyondAnyPower) {
            return null;
        }
    }
}
