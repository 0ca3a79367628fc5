package dev.onstage.support.access;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Answers everybody, and knows who asks when their login holds: {@link ChannelAccess#signedIn()} is empty for everybody else.
 * On a resource class it is meant for each of its methods.
 */
@Documented
@Target({METHOD, TYPE})
@Retention(RUNTIME)
public @interface SignInOptional {}
