package dev.onstage.support.text;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text is one line that shows something: a title, a name. What shows nothing at its ends does not count, and whoever keeps
 * the text keeps it {@link VisibleText#trimmed}. Absent is allowed.
 */
@Documented
@Target({FIELD, METHOD, PARAMETER})
@Retention(RUNTIME)
@Constraint(validatedBy = OneLine.Validator.class)
public @interface OneLine {

    /** The most characters, counted as Unicode does and not as Java does: an emoji is one. */
    int max();

    /** Whether a text that shows nothing is taken for one that was left out. */
    boolean mayBeEmpty() default false;

    /** Replaced by what is wrong with the text. */
    String message() default "must be one line of text";

    /** Validation groups. */
    Class<?>[] groups() default {};

    /** Validation payload. */
    Class<? extends Payload>[] payload() default {};

    /** Says what is wrong. */
    class Validator implements ConstraintValidator<OneLine, String> {
        private int max;
        private boolean mayBeEmpty;

        @Override
        public void initialize(OneLine constraint) {
            max = constraint.max();
            mayBeEmpty = constraint.mayBeEmpty();
        }

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            Optional<String> wrong = text == null ? Optional.empty() : wrong(text, max, mayBeEmpty);
            wrong.ifPresent(message -> {
                context.disableDefaultConstraintViolation();
                context.buildConstraintViolationWithTemplate(message).addConstraintViolation();
            });
            return wrong.isEmpty();
        }

        /** What is wrong with a text, empty when nothing is. */
        static Optional<String> wrong(String text, int max, boolean mayBeEmpty) {
            String shown = VisibleText.trimmed(text);
            if (shown.isEmpty()) {
                return mayBeEmpty ? Optional.empty() : Optional.of("must not be blank: it shows no character");
            }
            if (shown.codePoints().anyMatch(Validator::breaksTheLine)) {
                return Optional.of("must be one line: it holds a line break");
            }
            if (shown.codePoints().anyMatch(Validator::isNoText)) {
                return Optional.of("must not hold control characters");
            }
            int characters = shown.codePointCount(0, shown.length());
            return characters > max
                    ? Optional.of("must have at most %d characters: it has %d".formatted(max, characters))
                    : Optional.empty();
        }

        private static boolean breaksTheLine(int codePoint) {
            return switch (Character.getType(codePoint)) {
                case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
                default -> (codePoint >= 0x0A && codePoint <= 0x0D) || codePoint == 0x85;
            };
        }

        private static boolean isNoText(int codePoint) {
            int type = Character.getType(codePoint);
            return type == Character.CONTROL || type == Character.SURROGATE;
        }
    }
}
