package dev.onstage.endtoend;

import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * The scenarios come first. What wants the stack for itself waits until they are over: whoever comes in between would keep all
 * of them waiting. The story of the command line, whose own stack would take the processors from them, waits until only the
 * longest are left, which mostly wait.
 */
public final class ScenariosFirst implements ClassOrderer {

    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final int LONGEST = 3;

    private static volatile CountDownLatch scenarios = new CountDownLatch(0);
    private static volatile CountDownLatch shorterScenarios = new CountDownLatch(0);

    @Override
    public void orderClasses(ClassOrdererContext context) {
        int count = (int) context.getClassDescriptors().stream()
                .filter(descriptor -> isScenario(descriptor.getTestClass()))
                .count();
        scenarios = new CountDownLatch(count);
        shorterScenarios = new CountDownLatch(Math.max(0, count - LONGEST));
        context.getClassDescriptors().sort(Comparator.comparing(descriptor -> !isScenario(descriptor.getTestClass())));
    }

    static boolean isScenario(Class<?> testClass) {
        return testClass.isAnnotationPresent(OnStack.class);
    }

    /** One class of scenarios is over. */
    static void scenariosEnded() {
        scenarios.countDown();
        shorterScenarios.countDown();
    }

    /** Waits until all of them are. */
    static void awaitScenarios() throws InterruptedException {
        await(scenarios);
    }

    /** Waits until all but the longest are. */
    static void awaitShorterScenarios() throws InterruptedException {
        await(shorterScenarios);
    }

    private static void await(CountDownLatch ended) throws InterruptedException {
        if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("The scenarios did not end");
        }
    }
}
