package dev.onstage.streamcontrol.viewer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onstage.streamcontrol.channel.ChannelService;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.viewer.ViewerAccess.Rights;
import dev.onstage.streamcontrol.viewer.ViewerAccess.Video;
import dev.onstage.support.access.SignedIn;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
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
    private final PeopleRepository people;
    private final PeopleAtProvider atProvider;
    private final StreamingProvider provider;
    private final ViewerTokens tokens;
    private final VideoAddresses addresses;

    /**
     * What the provider was told already: telling it at each visit would use up its rate limit. Not for longer than a token lives,
     * since an older copy of this service that runs beside gives people another role.
     */
    private final Cache<Shown, Boolean> known = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(TOKEN_LIFETIME)
            .build();

    ViewerService(
            ChannelService channels,
            PeopleRepository people,
            PeopleAtProvider atProvider,
            StreamingProvider provider,
            ViewerTokens tokens,
            VideoAddresses addresses) {
        this.channels = channels;
        this.people = people;
        this.atProvider = atProvider;
        this.provider = provider;
        this.tokens = tokens;
        this.addresses = addresses;
    }

    Uni<ViewerAccess> access(String channelId, SignedIn signedIn) {
        UUID accountId = UUID.fromString(signedIn.accountId());
        return channels.find(channelId)
                .chain(() -> people.find(channelId, accountId))
                .onItem()
                .ifNull()
                .failWith(ViewerService::signedOut)
                .chain(person -> access(person, signedIn));
    }

    private Uni<ViewerAccess> access(ChannelPerson person, SignedIn signedIn) {
        Instant latest = Instant.now().plus(TOKEN_LIFETIME);
        Instant expiresAt = latest.isBefore(signedIn.loginEndsAt()) ? latest : signedIn.loginEndsAt();
        if (person.removed()) {
            return Uni.createFrom().failure(signedOut());
        }
        if (!person.standing().rights().watch()) {
            return Uni.createFrom().item(nothing(person, expiresAt));
        }
        return ensureUser(person)
                .chain(() -> person.told().owed()
                        ? atProvider.tell(person.channelId(), person.accountId())
                        : Uni.createFrom().voidItem())
                .chain(() -> addresses.of(person.callCid()))
                .chain(video ->
                        tokens.record(signedIn, expiresAt).map(issuedAt -> access(person, video, issuedAt, expiresAt)));
    }

    private ViewerAccess access(ChannelPerson person, Video video, Instant issuedAt, Instant expiresAt) {
        String userId = person.accountId().toString();
        return new ViewerAccess(
                userId,
                person.name(),
                person.avatarUrl(),
                person.standing().invited(),
                provider.publicKey(),
                provider.viewerToken(userId, issuedAt, expiresAt),
                expiresAt,
                person.callCid(),
                person.chatCid(),
                video,
                person.standing().rights());
    }

    private static ViewerAccess nothing(ChannelPerson person, Instant askAgainAt) {
        return new ViewerAccess(
                person.accountId().toString(),
                person.name(),
                person.avatarUrl(),
                person.standing().invited(),
                null,
                null,
                askAgainAt,
                null,
                null,
                Video.NONE,
                Rights.NONE);
    }

    private Uni<Void> ensureUser(ChannelPerson person) {
        Shown wanted = new Shown(person.accountId().toString(), person.name(), person.avatarUrl());
        if (known.getIfPresent(wanted) != null) {
            return Uni.createFrom().voidItem();
        }
        return provider.ensureUser(wanted.userId(), wanted.name(), wanted.avatarUrl())
                .invoke(() -> known.put(wanted, true));
    }

    private static ProblemException signedOut() {
        return new ProblemException(ProblemType.UNAUTHENTICATED, "This account does not exist any more.")
                .fix("Sign in with another one.");
    }

    /** A user as the provider has it. */
    private record Shown(
            String userId, String name, @Nullable String avatarUrl) {}
}
