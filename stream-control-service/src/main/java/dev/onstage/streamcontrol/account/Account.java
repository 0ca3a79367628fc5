package dev.onstage.streamcontrol.account;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * An account as its owner sees it.
 *
 * @param accountId who
 * @param email what they sign in with
 * @param name how they are shown
 * @param groups {@code user}, and {@code operator} for who runs the install
 * @param channels channel id to {@code broadcaster} or {@code moderator}
 */
public record Account(UUID accountId, String email, String name, Set<String> groups, Map<String, String> channels) {

    static Account of(StoredAccount stored, Map<String, String> channels) {
        return new Account(
                stored.accountId(),
                stored.email(),
                stored.name(),
                stored.isOperator() ? Set.of("user", "operator") : Set.of("user"),
                channels);
    }
}
