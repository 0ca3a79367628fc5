package dev.onstage.endtoend;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the stack: scenarios at once, others when those are over. */
final class StackExtension implements ParameterResolver, BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        if (!ScenariosFirst.isScenario(context.getRequiredTestClass())) {
            ScenariosFirst.awaitScenarios();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == StackUnderTest.class;
    }

    @Override
    public StackUnderTest resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(StackExtension.class))
                .computeIfAbsent(SharedStack.class, key -> new SharedStack(), SharedStack.class)
                .started();
    }
}
