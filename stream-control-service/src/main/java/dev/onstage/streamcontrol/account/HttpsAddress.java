package dev.onstage.streamcontrol.account;

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
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The text is the address of something that everybody's page may load: https, with a host, and without user or password, which
 * would be told to everybody. Absent is allowed.
 */
@Documented
@Target({FIELD, METHOD, PARAMETER})
@Retention(RUNTIME)
@Constraint(validatedBy = HttpsAddress.Validator.class)
public @interface HttpsAddress {

    /** Whether an empty text is taken for one that is to be removed. */
    boolean mayBeEmpty() default false;

    /** Said when it is not. */
    String message() default
            "must be an https:// address with a host, without user or password, of at most 500 characters";

    /** Validation groups. */
    Class<?>[] groups() default {};

    /** Validation payload. */
    Class<? extends Payload>[] payload() default {};

    /** Looks at its parts. */
    class Validator implements ConstraintValidator<HttpsAddress, String> {
        private static final int LONGEST = 500;

        private boolean mayBeEmpty;

        @Override
        public void initialize(HttpsAddress constraint) {
            mayBeEmpty = constraint.mayBeEmpty();
        }

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            return text == null || (text.isEmpty() ? mayBeEmpty : isHttps(text));
        }

        static boolean isHttps(String text) {
            if (text.length() > LONGEST || text.chars().anyMatch(character -> character <= ' ' || character > '~')) {
                return false;
            }
            try {
                URI address = new URI(text);
                return "https".equalsIgnoreCase(address.getScheme())
                        && address.getHost() != null
                        && !address.getHost().isEmpty()
                        && address.getRawUserInfo() == null;
            } catch (URISyntaxException e) {
                return false;
            }
        }
    }
}
