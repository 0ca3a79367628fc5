package dev.onstage.support.stream;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * A resource method that answers with {@link EventStreams#open}. Who may not read it, or has too many of them open, is refused
 * before anything is sent: once a stream has begun, its status cannot say so any more.
 */
@NameBinding
@Target(METHOD)
@Retention(RUNTIME)
public @interface EventStream {

    /** Who may read it. */
    Audience value();

    /** Who may read a stream. */
    enum Audience {
        /** Everybody, signed in or not. */
        EVERYBODY,
        /** The broadcaster of the channel in the path parameter {@code channelId}, while the login session lasts. */
        BROADCASTER
    }
}
