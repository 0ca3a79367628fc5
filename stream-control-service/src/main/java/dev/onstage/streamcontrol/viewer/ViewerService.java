package dev.onstage.streamcontrol.viewer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onstage.streamcontrol.channel.Channel;
import dev.onstage.streamcontrol.channel.ChannelRoles;
import dev.onstage.streamcontrol.channel.ChannelService;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.support.access.SignedIn;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides what a signed-in person may do on a channel, from the tables and not from their token. */
@ApplicationScoped
class ViewerService {

    /** As long as an access token: a page asks for both again, and a copy of one is soon worth nothing. */
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

    private static final int REMEMBERED = 100_000;

    private final ChannelService channels;
    private final ChannelRoles roles;
    private final StreamingProvider provider;
    private final ViewerTokens tokens;

    /**
     * What the provider was told already: telling it at each visit would use up its rate limit. Not for longer than a token lives,
     * since an older copy of this service that runs beside gives people another role.
     */
    private final Cache<Known, Boolean> known = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(TOKEN_LIFETIME)
            .build();

    ViewerService(ChannelService channels, ChannelRoles roles, StreamingProvider provider, ViewerTokens tokens) {
        this.channels = channels;
        this.roles = roles;
        this.provider = provider;
        this.tokens = tokens;
    }

    Uni<ViewerAccess> access(String channelId, SignedIn person) {
        return channels.find(channelId).chain(channel -> roles.of(UUID.fromString(person.accountId()))
                .map(held -> held.containsKey(channelId))
                .call(mayChat -> ensureUser(channel, person, mayChat))
                .chain(mayChat -> access(channel, person, mayChat)));
    }

    private Uni<ViewerAccess> access(Channel channel, SignedIn person, boolean mayChat) {
        Instant latest = Instant.now().plus(TOKEN_LIFETIME);
        Instant expiresAt = latest.isBefore(person.loginEndsAt()) ? latest : person.loginEndsAt();
        return tokens.record(person, expiresAt).map(recorded -> access(channel, person, mayChat, expiresAt));
    }

    private ViewerAccess access(Channel channel, SignedIn person, boolean mayChat, Instant expiresAt) {
        return new ViewerAccess(
                person.accountId(),
                person.name(),
                provider.publicKey(),
                provider.viewerToken(person.accountId(), expiresAt),
                expiresAt,
                channel.streamCallId(),
                channel.chatChannelCid(),
                new ViewerAccess.Rights(true, mayChat));
    }

    private Uni<Void> ensureUser(Channel channel, SignedIn person, boolean mayChat) {
        String chat = mayChat ? channel.chatChannelCid() : null;
        Known wanted = new Known(person.accountId(), person.name(), chat);
        if (known.getIfPresent(wanted) != null) {
            return Uni.createFrom().voidItem();
        }
        return provider.ensureUser(person.accountId(), person.name())
                .chain(() -> chat == null
                        ? Uni.createFrom().voidItem()
                        : provider.ensureChatModerator(chat, person.accountId()))
                .invoke(() -> known.put(wanted, true));
    }

    /** A user as the provider has it: name, and the chat they moderate. */
    private record Known(
            String userId, String name, @Nullable String moderated) {}
}
