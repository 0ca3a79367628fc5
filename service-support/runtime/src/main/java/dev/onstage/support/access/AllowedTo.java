package dev.onstage.support.access;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Who may call a resource method, or each method of a resource class that says nothing else. Anybody else is refused before the
 * body of their request is read. A service with a resource method that has no rule does not start.
 */
@Documented
@Target({METHOD, TYPE})
@Retention(RUNTIME)
public @interface AllowedTo {
    /** Who. */
    Caller value();
}
