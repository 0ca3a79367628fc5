package dev.onstage.support.access;

import jakarta.annotation.security.PermitAll;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may call a resource method.
 *
 * @param door whether somebody has to be signed in
 * @param caller who exactly; null where nobody has to be signed in
 * @param scopes of the API tokens that reach it
 */
record AccessRule(Door door, @Nullable Caller caller, Set<String> scopes) {

    private static final Set<Class<? extends Annotation>> MARKS =
            Set.of(PermitAll.class, SignInOptional.class, AllowedTo.class);

    /** Whether somebody has to be signed in. */
    enum Door {
        /** Tokens are not looked at. */
        OPEN,
        /** Whoever is signed in is known. */
        OPTIONAL,
        /** Nobody else passes. */
        CLOSED
    }

    /**
     * What the method says, or else its class; empty when neither says anything.
     *
     * @throws IllegalStateException when one of them says two things
     */
    static Optional<AccessRule> of(Method method) {
        return mark(method)
                .or(() -> mark(method.getDeclaringClass()))
                .map(mark -> new AccessRule(
                        door(mark), mark instanceof AllowedTo allowed ? allowed.value() : null, scopes(method)));
    }

    private static Optional<Annotation> mark(AnnotatedElement element) {
        List<Annotation> marks = Arrays.stream(element.getAnnotations())
                .filter(mark -> MARKS.contains(mark.annotationType()))
                .toList();
        if (marks.size() > 1) {
            throw new IllegalStateException(element + " says twice who may call it: " + marks + ".");
        }
        return marks.isEmpty() ? Optional.empty() : Optional.of(marks.get(0));
    }

    private static Door door(Annotation mark) {
        if (mark instanceof PermitAll) {
            return Door.OPEN;
        }
        return mark instanceof SignInOptional ? Door.OPTIONAL : Door.CLOSED;
    }

    private static Set<String> scopes(Method method) {
        OpenToTokens open = method.getAnnotation(OpenToTokens.class);
        if (open == null) {
            open = method.getDeclaringClass().getAnnotation(OpenToTokens.class);
        }
        return open == null
                ? Set.of()
                : Arrays.stream(open.value()).map(Scope::text).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the path has to say which channel it is about. */
    boolean isForPeopleOfAChannel() {
        return caller == Caller.BROADCASTER || caller == Caller.OWNER || caller == Caller.MODERATOR;
    }

    /** Whether an access token reaches the method: a person's always does, an API token's with one of the scopes. */
    boolean isOpenTo(SignedIn person) {
        Set<String> held = person.scopes();
        return held == null || held.stream().anyMatch(scopes::contains);
    }
}
