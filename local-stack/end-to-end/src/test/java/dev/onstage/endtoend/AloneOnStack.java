package dev.onstage.endtoend;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Has a stack for itself while it runs, since it kills or suspends what others would use: one class at a time on each stack,
 * on the shared one when the scenarios there are over.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(StackExtension.class)
@ResourceLock(providers = AloneOnStack.Turns.class)
@interface AloneOnStack {

    /** The stack. */
    String value();

    /** Nobody else uses that stack meanwhile. */
    final class Turns implements ResourceLocksProvider {

        @Override
        public Set<Lock> provideForClass(Class<?> testClass) {
            return Set.of(new Lock(StackExtension.stackOf(testClass), ResourceAccessMode.READ_WRITE));
        }
    }
}
