package dev.onstage.notifier.destination;

import org.jspecify.annotations.Nullable;

/**
 * Where a call goes.
 *
 * @param secret the address, decrypted: never in a text that is kept
 * @param threadId the thread within it, null for none
 */
public record Target(String secret, @Nullable String threadId) {
    @Override
    public String toString() {
        return "Target[…]";
    }
}
