package dev.onstage.componenttests.door;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** A resource method of which the database is asked first whether it is there. */
@NameBinding
@Target(METHOD)
@Retention(RUNTIME)
@interface SlowlyFound {}
