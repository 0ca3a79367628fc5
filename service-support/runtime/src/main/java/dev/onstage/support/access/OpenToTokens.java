package dev.onstage.support.access;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Which API tokens reach a resource method: those with one of these scopes, as far as their owner's role allows. Without it no
 * API token does.
 */
@Documented
@Target({METHOD, TYPE})
@Retention(RUNTIME)
public @interface OpenToTokens {
    /** One of them is enough. */
    Scope[] value();
}
