package dev.onstage.streamcontrol.live;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Only for channels that exist, see {@link KnownChannelFilter}. */
@NameBinding
@Target(METHOD)
@Retention(RUNTIME)
@interface KnownChannel {}
