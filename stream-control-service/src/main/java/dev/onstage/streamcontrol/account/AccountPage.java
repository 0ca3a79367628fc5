package dev.onstage.streamcontrol.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Accounts as operators see them.
 *
 * @param next what to ask the next page with, null on the last
 */
record AccountPage(List<ListedAccount> accounts, @Nullable UUID next) {

    /**
     * One account.
     *
     * @param channels the role on each channel, {@code "broadcaster"} or {@code "moderator"}, by channel id
     */
    record ListedAccount(
            UUID accountId,
            String email,
            String name,
            boolean operator,
            Instant createdAt,
            Map<String, String> channels) {}
}
