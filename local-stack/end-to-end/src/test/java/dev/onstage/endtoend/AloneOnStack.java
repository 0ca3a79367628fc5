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
 * Has the stack for itself while it runs, since it kills or suspends what others would use: one class at a time, when the
 * scenarios are over.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(StackExtension.class)
@ResourceLock(providers = AloneOnStack.Turns.class)
@interface AloneOnStack {

    /** Whether it bears the company of others that say so too: it kills nothing that they use. */
    boolean orWithItsLike() default false;

    /** Nobody else uses the stack meanwhile. */
    final class Turns implements ResourceLocksProvider {

        @Override
        public Set<Lock> provideForClass(Class<?> testClass) {
            boolean together = testClass.getAnnotation(AloneOnStack.class).orWithItsLike();
            return Set.of(new Lock("stack", together ? ResourceAccessMode.READ : ResourceAccessMode.READ_WRITE));
        }
    }
}
