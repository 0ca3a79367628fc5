package dev.onstage.streamcontrol.provisioning;

import dev.onstage.streamcontrol.broadcast.BroadcastQuery;
import dev.onstage.streamcontrol.broadcast.EncoderStatus;
import dev.onstage.streamcontrol.channel.Channel;
import dev.onstage.streamcontrol.channel.ChannelService;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The address and keys that a person copies into OBS. A key itself is stored nowhere: it can be made again. */
@ApplicationScoped
class EncoderService {

    /** The clocks of two instances differ by less; a key of a second further ahead is not waited for. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final long TIMER_MARGIN_MILLIS = 5;

    private final Vertx vertx;
    private final ChannelService channels;
    private final StreamKeyRepository keys;
    private final BroadcastQuery broadcasts;
    private final StreamingProvider provider;
    private final Duration lifetime;
    private final Clock clock;

    EncoderService(
            Vertx vertx,
            ChannelService channels,
            StreamKeyRepository keys,
            BroadcastQuery broadcasts,
            StreamingProvider provider,
            ProvisioningConfig config) {
        this.vertx = vertx;
        this.channels = channels;
        this.keys = keys;
        this.broadcasts = broadcasts;
        this.provider = provider;
        this.lifetime = config.streamKeyLifetime();
        this.clock = Clock.systemUTC();
    }

    /**
     * The credentials; the same key each time until it is changed. One that has expired is shown as such and not replaced:
     * whoever copied it into OBS has to know.
     */
    Uni<EncoderResponse> credentials(String channelId) {
        return channels.find(channelId)
                .invoke(EncoderService::requireProvisioned)
                .chain(channel -> channel.streamKeyIssuedAt() != null
                        ? Uni.createFrom().item(channel)
                        : issue(channel, NewKeyRequest.PLAIN).chain(() -> channels.find(channelId)))
                .chain(this::respond);
    }

    /**
     * Changes the key. Older keys are refused by the provider from the next connection on. The new key is recorded first: a
     * provider that cannot be asked leaves the old key working and the answer is a problem; trying again repairs it. A key
     * that was issued in this second is replaced in the next one; those who ask for that at the same time get the same key.
     */
    Uni<EncoderResponse> rotate(String channelId, NewKeyRequest request) {
        return channels.find(channelId)
                .invoke(EncoderService::requireProvisioned)
                .invoke(channel -> requireConfirmed(channel, request.isConfirmed()))
                .call(this::awaitNextSecond)
                .call(channel -> issue(channel, request))
                .chain(() -> channels.find(channelId))
                .chain(this::revokeOlder)
                .chain(this::respond);
    }

    /** Makes a key beside those that there are, and shows it as the newest. */
    Uni<EncoderResponse> add(String channelId, NewKeyRequest request) {
        return channels.find(channelId)
                .invoke(EncoderService::requireProvisioned)
                .call(this::awaitNextSecond)
                .call(channel -> issue(channel, request))
                .chain(() -> channels.find(channelId))
                .chain(this::respond);
    }

    /**
     * Revokes a key and all that are older: the provider refuses what a user was issued before an instant, and all keys of a
     * channel are one user's.
     */
    Uni<EncoderResponse> revoke(String channelId, UUID keyId, boolean confirmed) {
        return channels.find(channelId)
                .invoke(EncoderService::requireProvisioned)
                .invoke(channel -> requireConfirmed(channel, confirmed))
                .chain(channel -> keys.find(channelId, keyId)
                        .onItem()
                        .ifNull()
                        .failWith(EncoderService::unknownKey)
                        .chain(key -> key.revokedAt() == null
                                ? revoke(channel, key)
                                : Uni.createFrom().voidItem()))
                .chain(() -> channels.find(channelId))
                .chain(this::respond);
    }

    private Uni<Void> revoke(Channel channel, StreamKey key) {
        Instant issuedBefore = key.issuedAt().plusSeconds(1);
        return provider.revokeStreamKeys(channel.broadcasterUserId(), issuedBefore)
                .chain(() -> keys.revoked(channel.channelId(), issuedBefore));
    }

    private Uni<Void> awaitNextSecond(Channel channel) {
        Duration wait = KeySeconds.untilNext(channel.streamKeyIssuedAt(), clock.instant());
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            return Uni.createFrom().failure(tooSoon(wait));
        }
        return wait.isZero() ? Uni.createFrom().voidItem() : timer(wait);
    }

    /** On the caller's own context, which the database needs. Its milliseconds are not those of the clock. */
    private Uni<Void> timer(Duration wait) {
        return Uni.createFrom()
                .<Long>emitter(emitter -> vertx.setTimer(wait.toMillis() + TIMER_MARGIN_MILLIS, emitter::complete))
                .replaceWithVoid();
    }

    private Uni<Boolean> issue(Channel channel, NewKeyRequest request) {
        Instant now = clock.instant();
        Instant before = channel.streamKeyIssuedAt();
        Duration wait = KeySeconds.untilNext(before, now);
        if (!wait.isZero()) {
            return Uni.createFrom().failure(tooSoon(wait));
        }
        Instant issuedAt = KeySeconds.of(now);
        Instant expiresAt = issuedAt.plus(request.lifetimeOr(lifetime));
        return keys.save(channel.channelId(), before, issuedAt, expiresAt, request.labelOrNone());
    }

    /** Whoever is last to revoke looks once more, so that the newest key is the one that is left. */
    private Uni<Channel> revokeOlder(Channel channel) {
        return provider.revokeStreamKeys(channel.broadcasterUserId(), issuedAt(channel))
                .chain(() -> keys.revoked(channel.channelId(), issuedAt(channel)))
                .chain(() -> channels.find(channel.channelId()))
                .chain(now -> issuedAt(now).equals(issuedAt(channel))
                        ? Uni.createFrom().item(now)
                        : revokeOlder(now));
    }

    private static ProblemException tooSoon(Duration wait) {
        long seconds = wait.toSeconds() + 1;
        return new ProblemException(
                        ProblemType.TOO_MANY_ATTEMPTS,
                        "The stream key was changed a moment ago and can be changed once a second.")
                .with(ProblemException.RETRY_AFTER_SECONDS, seconds)
                .fix("Wait " + seconds + " s and change it again.");
    }

    private Uni<EncoderResponse> respond(Channel channel) {
        return Uni.combine()
                .all()
                .unis(broadcasts.findEncoder(channel.channelId()), keys.list(channel.channelId()))
                .asTuple()
                .map(found -> respond(
                        channel,
                        found.getItem1().orElseThrow(() -> new IllegalStateException("A channel has no broadcast")),
                        found.getItem2()));
    }

    private EncoderResponse respond(Channel channel, EncoderStatus encoder, List<StreamKey> listed) {
        boolean expired = !clock.instant().isBefore(expiresAt(channel));
        return new EncoderResponse(
                String.valueOf(channel.rtmpsUrl()),
                provider.streamKey(channel.broadcasterUserId(), issuedAt(channel), expiresAt(channel)),
                expiresAt(channel),
                expired,
                expired ? "Rotate the key and paste the new one into OBS: Settings, Stream, Stream Key." : null,
                EncoderResponse.Encoder.of(encoder),
                listed);
    }

    private static void requireConfirmed(Channel channel, boolean confirmed) {
        if (channel.liveStartedAt() != null && !confirmed) {
            throw new ProblemException(
                            ProblemType.CONFLICT,
                            "The stream is live: an encoder that has to connect again would be refused.")
                    .fix("End the stream first, or send \"confirm\": true.");
        }
    }

    private static ProblemException unknownKey() {
        return new ProblemException(ProblemType.NOT_FOUND, "The channel has no such stream key.")
                .fix("Look at the list of keys.");
    }

    private static Instant issuedAt(Channel channel) {
        Instant issuedAt = channel.streamKeyIssuedAt();
        return issuedAt == null ? Instant.EPOCH : issuedAt;
    }

    private static Instant expiresAt(Channel channel) {
        Instant expiresAt = channel.streamKeyExpiresAt();
        return expiresAt == null ? Instant.EPOCH : expiresAt;
    }

    private static void requireProvisioned(Channel channel) {
        if (!channel.provisioned()) {
            throw new ProblemException(ProblemType.NOT_PROVISIONED, "The channel has no stream at GetStream yet.")
                    .fix("Press \"Set up your stream\" first.");
        }
    }
}
