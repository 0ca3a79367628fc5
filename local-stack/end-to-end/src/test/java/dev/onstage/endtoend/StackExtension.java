package dev.onstage.endtoend;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test the stack of its class; see {@link Stacks}. */
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
                .computeIfAbsent(Stacks.class, key -> new Stacks(), Stacks.class)
                .named(name);
    }

    /** The name of the stack this class runs on. */
    static String stackOf(Class<?> testClass) {
        AloneOnStack alone = testClass.getAnnotation(AloneOnStack.class);
        return alone == null ? SHARED : alone.value();
    }
}
