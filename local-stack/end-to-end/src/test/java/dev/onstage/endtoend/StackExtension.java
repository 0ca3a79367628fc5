package dev.onstage.endtoend;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test the stack of its class; see {@link Stacks}. */
final class StackExtension implements ParameterResolver, BeforeAllCallback, AfterAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        Class<?> testClass = context.getRequiredTestClass();
        if (!isScenario(testClass) && stackOf(testClass).equals(Stacks.SHARED)) {
            SharedFirst.awaitScenarios();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isScenario(context.getRequiredTestClass())) {
            SharedFirst.scenariosEnded();
        }
    }

    private static boolean isScenario(Class<?> testClass) {
        return testClass.isAnnotationPresent(OnStack.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == StackUnderTest.class;
    }

    @Override
    public StackUnderTest resolveParameter(ParameterContext parameter, ExtensionContext context) {
        String name = stackOf(context.getRequiredTestClass());
        return context.getRoot()
                .getStore(Namespace.create(StackExtension.class))
                .computeIfAbsent(Stacks.class, key -> new Stacks(), Stacks.class)
                .named(name);
    }

    /** The name of the stack this class runs on; empty when it is no class for a stack. */
    static String stackOf(Class<?> testClass) {
        AloneOnStack alone = testClass.getAnnotation(AloneOnStack.class);
        if (alone != null) {
            return alone.value();
        }
        return isScenario(testClass) ? Stacks.SHARED : "";
    }
}
