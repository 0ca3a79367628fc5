package dev.onstage.endtoend;

import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * The scenarios, which share the stack, come first. What wants it for itself waits until they are over: whoever comes in
 * between would keep all of them waiting. So does the
 * story of the command line, whose own stack would take the processors from them.
 */
public final class ScenariosFirst implements ClassOrderer {

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private static volatile CountDownLatch scenarios = new CountDownLatch(0);

    @Override
    public void orderClasses(ClassOrdererContext context) {
        scenarios = new CountDownLatch((int) context.getClassDescriptors().stream()
                .filter(descriptor -> isScenario(descriptor.getTestClass()))
                .count());
        context.getClassDescriptors().sort(Comparator.comparing(descriptor -> !isScenario(descriptor.getTestClass())));
    }

    static boolean isScenario(Class<?> testClass) {
        return testClass.isAnnotationPresent(OnStack.class);
    }

    /** One class of scenarios is over. */
    static void scenariosEnded() {
        scenarios.countDown();
    }

    /** Waits until all of them are. */
    static void awaitScenarios() throws InterruptedException {
        if (!scenarios.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("The scenarios did not end");
        }
    }
}
