package dev.onstage.analytics.stats;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Only for the broadcaster of the channel while signed in, see {@link StillBroadcasterFilter}. */
@NameBinding
@Target(METHOD)
@Retention(RUNTIME)
@interface StillBroadcaster {}
