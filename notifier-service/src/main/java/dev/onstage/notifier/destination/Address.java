package dev.onstage.notifier.destination;

import org.jspecify.annotations.Nullable;

/**
 * A destination's address in the forms it exists in.
 *
 * @param secret what a call needs; stored encrypted, told to nobody
 * @param masked what may be shown
 * @param threadId the thread the pasted address named, null for none
 * @param madeSecret a signing secret that the person does not have in this form, told once in the answer: one that was chosen
 *     for them, or theirs in the usual way of writing; null for none
 */
public record Address(
        String secret,
        String masked,
        @Nullable String threadId,
        @Nullable String madeSecret) {
    @Override
    public String toString() {
        return masked;
    }
}
