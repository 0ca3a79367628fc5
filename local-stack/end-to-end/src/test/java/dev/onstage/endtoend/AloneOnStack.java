package dev.onstage.endtoend;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Has a stack for itself while it runs, since it kills or suspends what others would use. These classes take turns on a
 * second stack, beside the shared one: a third would leave two cores to too many processes.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(StackExtension.class)
@Execution(ExecutionMode.SAME_THREAD)
@interface AloneOnStack {}
