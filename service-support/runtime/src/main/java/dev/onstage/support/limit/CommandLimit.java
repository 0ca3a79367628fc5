package dev.onstage.support.limit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a resource method: one account may call it only so often, since it costs somebody else something, such as requests to
 * GetStream or Discord. What is too often is the setting {@code onstage.command-limits."<name>"}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CommandLimit {
    /** Names the limit in the settings; methods of the same name share it. */
    String value();
}
