package dev.onstage.streamcontrol.account;

import dev.onstage.streamcontrol.account.AccountAdministration.Held;
import dev.onstage.streamcontrol.channel.PeopleChanged;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.text.VisibleText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What operators do with accounts, and what somebody does with their own. */
@ApplicationScoped
class AccountService {

    private final Pool pool;
    private final AccountAdministration accounts;
    private final SignOuts signOuts;
    private final Event<PeopleChanged> changed;

    AccountService(Pool pool, AccountAdministration accounts, SignOuts signOuts, Event<PeopleChanged> changed) {
        this.pool = pool;
        this.accounts = accounts;
        this.signOuts = signOuts;
        this.changed = changed;
    }

    Uni<AccountPage> list(@Nullable UUID after) {
        return accounts.page(after);
    }

    Uni<Profile> change(UUID accountId, Profile profile) {
        String name = profile.name() == null ? null : VisibleText.trimmed(profile.name());
        return accounts.change(accountId, name, profile.avatarUrl());
    }

    /**
     * Removes an account in one transaction, then has its access tokens refused at once. The last operator stays, and so does
     * the broadcaster of a channel: it would be nobody's.
     */
    Uni<Void> remove(UUID accountId) {
        return pool.withTransaction(tx -> remove(tx, accountId))
                .call(signOuts::tell)
                .invoke(() -> changed.fire(new PeopleChanged()))
                .replaceWithVoid();
    }

    Uni<Void> setOperator(UUID accountId, boolean operator) {
        return pool.withTransaction(tx -> accounts.lock(tx, accountId)
                .invoke(AccountService::requireFound)
                .invoke(held -> {
                    if (!operator) {
                        requireAnotherOperator(held);
                    }
                })
                .chain(() -> accounts.setOperator(tx, accountId, operator)));
    }

    private Uni<List<UUID>> remove(SqlClient tx, UUID accountId) {
        return accounts.lock(tx, accountId)
                .invoke(AccountService::requireFound)
                .invoke(AccountService::requireAnotherOperator)
                .invoke(AccountService::requireNoChannel)
                .chain(() -> signOuts.endAllAndApiTokens(tx, accountId, null))
                .call(() -> accounts.remove(tx, accountId));
    }

    private static void requireFound(Held held) {
        if (!held.exists()) {
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no such account.")
                    .fix("Look at the list of accounts.");
        }
    }

    private static void requireAnotherOperator(Held held) {
        if (held.lastOperator()) {
            throw new ProblemException(
                            ProblemType.CONFLICT, "This is the last operator: nobody could run the install without.")
                    .fix("Make another account an operator first.");
        }
    }

    private static void requireNoChannel(Held held) {
        if (!held.channels().isEmpty()) {
            throw new ProblemException(
                            ProblemType.CONFLICT,
                            "This account is the broadcaster of %s.".formatted(String.join(", ", held.channels())))
                    .fix("Make another account the broadcaster first.");
        }
    }
}
