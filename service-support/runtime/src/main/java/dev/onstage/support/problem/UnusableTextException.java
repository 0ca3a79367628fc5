package dev.onstage.support.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** A text in a body holds what no text may hold. */
public final class UnusableTextException extends MismatchedInputException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one without quoting the text.
     *
     * @param sentence what is wrong, to follow the name of the field
     */
    public UnusableTextException(JsonParser parser, String sentence) {
        super(parser, sentence, String.class);
    }

    String sentence() {
        return getOriginalMessage();
    }
}
