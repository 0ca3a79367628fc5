package dev.onstage.support.text;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Reads whole numbers that were given as text, in an address for example. */
public final class WholeNumber {

    private WholeNumber() {}

    /**
     * The number.
     *
     * @param field its name, for the message
     * @param value as it was given; null or blank for none
     * @param byDefault what is meant by none
     * @param most the largest that is allowed; the least is 1
     * @throws ProblemException {@code invalid-request} when it is no number or out of range
     */
    public static int read(String field, @Nullable String value, int byDefault, int most) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty()) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, field + " is not a number.", notANumber)
                    .fix(range(field, most));
        }
        throw new ProblemException(ProblemType.INVALID_REQUEST, field + " is out of range.").fix(range(field, most));
    }

    private static String range(String field, int most) {
        return "Give " + field + " as a whole number from 1 to " + most + ".";
    }
}
