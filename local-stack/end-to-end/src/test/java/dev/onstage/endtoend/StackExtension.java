package dev.onstage.endtoend;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts each stack for the first test that wants it and stops it after the last test of all. */
final class StackExtension implements ParameterResolver {

    private static final String SHARED = "shared";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == StackUnderTest.class;
    }

    @Override
    public StackUnderTest resolveParameter(ParameterContext parameter, ExtensionContext context) {
        String name = stackOf(context.getRequiredTestClass());
        return context.getRoot()
                .getStore(Namespace.create(StackExtension.class))
                .computeIfAbsent(name, StackUnderTest::start, StackUnderTest.class);
    }

    /** The name of the stack this class runs on. */
    static String stackOf(Class<?> testClass) {
        AloneOnStack alone = testClass.getAnnotation(AloneOnStack.class);
        return alone == null ? SHARED : alone.value();
    }
}
