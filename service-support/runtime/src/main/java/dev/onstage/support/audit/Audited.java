package dev.onstage.support.audit;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * A resource method that is a command, or shows what is secret: who calls it is written down before it is carried out, and what
 * became of it afterwards. The channel is the path parameter {@code channelId}, the object the other ids that its path names, never
 * a code; a method that knows better tells {@link AuditNote}. An account that is no operator's may call such methods only so often,
 * also where nothing else limits them.
 */
@Documented
@NameBinding
@Target(METHOD)
@Retention(RUNTIME)
public @interface Audited {
    /** What it does. */
    AuditAction value();
}
