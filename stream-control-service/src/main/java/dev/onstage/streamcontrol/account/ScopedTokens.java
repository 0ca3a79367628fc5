package dev.onstage.streamcontrol.account;

import dev.onstage.streamcontrol.channel.ChannelRoles;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Access tokens for whoever has an API token: of its owner, as they are at that moment, and for less. */
@ApplicationScoped
public class ScopedTokens {

    static final Duration LONGEST = Duration.ofMinutes(5);

    private final AccountRepository accounts;
    private final ChannelRoles roles;
    private final AccessTokens tokens;

    ScopedTokens(AccountRepository accounts, ChannelRoles roles, AccessTokens tokens) {
        this.accounts = accounts;
        this.roles = roles;
        this.tokens = tokens;
    }

    /**
     * What an API token grants.
     *
     * @param accountId its owner
     * @param apiTokenId stands in the place of a login session, so that to end one is to end the other
     * @param endsAt when it expires
     * @param scopes what it is for
     * @param channels which channels of the owner; null for all, and for what an operator may do
     */
    public record Grant(
            UUID accountId,
            UUID apiTokenId,
            Instant endsAt,
            Set<String> scopes,
            @Nullable Set<String> channels) {}

    /**
     * An access token.
     *
     * @param text what is signed
     * @param lifetime how long it is good
     */
    public record ScopedToken(String text, Duration lifetime) {
        @Override
        public String toString() {
            return "ScopedToken[" + lifetime + "]";
        }
    }

    /** An access token of the owner; empty when there is no such account any more. */
    public Uni<Optional<ScopedToken>> issue(Grant grant) {
        return accounts.find(grant.accountId())
                .chain(owner -> owner == null ? Uni.createFrom().item(Optional.empty()) : issue(owner, grant));
    }

    private Uni<Optional<ScopedToken>> issue(StoredAccount owner, Grant grant) {
        return roles.of(owner.accountId())
                .map(channels -> narrow(Account.of(owner, channels), grant.channels()))
                .chain(account -> tokens.issue(account, owner.rolesVersion(), grant))
                .map(token -> Optional.of(new ScopedToken(token.text(), token.lifetime())));
    }

    /** Whoever names channels wants nothing that reaches beyond them. */
    static Account narrow(Account owner, @Nullable Set<String> channels) {
        if (channels == null) {
            return owner;
        }
        Map<String, String> named = new HashMap<>(owner.channels());
        named.keySet().retainAll(channels);
        return new Account(owner.accountId(), owner.email(), owner.name(), Set.of("user"), named);
    }
}
