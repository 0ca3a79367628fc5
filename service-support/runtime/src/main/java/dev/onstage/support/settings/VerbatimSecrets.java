package dev.onstage.support.settings;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Expressions;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Takes a secret as it is. In other settings <code>${name}</code> stands for another setting and <code>$$</code> for one dollar
 * sign; a password that was made at random may hold either, and means itself.
 *
 * <p>Stands before what replaces such expressions. Values that come with the service itself, in
 * {@code application.properties}, keep their expressions.
 */
@Priority(Priorities.APPLICATION + 1000)
public final class VerbatimSecrets implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1;

    /** Environment variables and everything that goes before them; files of the application stand below. */
    private static final int FROM_OUTSIDE = 300;

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (!SecretNames.contains(name)) {
            return context.proceed(name);
        }
        ConfigValue own = fromOutside(context, name);
        if (own != null) {
            return own;
        }
        String usual = SecretNames.usualVariableOf(name);
        ConfigValue other = usual == null ? null : fromOutside(context, usual);
        return other == null ? context.proceed(name) : other.withName(name);
    }

    private static @Nullable ConfigValue fromOutside(ConfigSourceInterceptorContext context, String name) {
        ConfigValue asItIs = Expressions.withoutExpansion(() -> context.proceed(name));
        return asItIs != null && asItIs.getConfigSourceOrdinal() >= FROM_OUTSIDE ? asItIs : null;
    }
}
