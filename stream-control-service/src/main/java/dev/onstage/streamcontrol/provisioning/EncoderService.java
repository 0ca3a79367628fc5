package dev.onstage.streamcontrol.provisioning;

import dev.onstage.streamcontrol.broadcast.BroadcastQuery;
import dev.onstage.streamcontrol.broadcast.EncoderStatus;
import dev.onstage.streamcontrol.channel.Channel;
import dev.onstage.streamcontrol.channel.ChannelService;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The address and key that a person copies into OBS. The key itself is stored nowhere: it can be made again. */
@ApplicationScoped
class EncoderService {

    private final ChannelService channels;
    private final ProvisioningRepository repository;
    private final BroadcastQuery broadcasts;
    private final StreamingProvider provider;
    private final Duration lifetime;
    private final Clock clock;

    EncoderService(
            ChannelService channels,
            ProvisioningRepository repository,
            BroadcastQuery broadcasts,
            StreamingProvider provider,
            ProvisioningConfig config) {
        this.channels = channels;
        this.repository = repository;
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
                        : issue(channel).chain(() -> channels.find(channelId)))
                .chain(this::respond);
    }

    /**
     * Changes the key. Older keys are refused by the provider from the next connection on. The new key is recorded first: a
     * provider that cannot be asked leaves the old key working and the answer is a problem; trying again repairs it.
     */
    Uni<EncoderResponse> rotate(String channelId) {
        return channels.find(channelId)
                .invoke(EncoderService::requireProvisioned)
                .chain(channel -> issue(channel))
                .chain(() -> channels.find(channelId))
                .call(channel -> provider.revokeStreamKeys(channel.broadcasterUserId(), issuedAt(channel)))
                .chain(this::respond);
    }

    /** Whole seconds, and never twice the same: a revocation tells keys apart by the second they were issued in. */
    private Uni<Boolean> issue(Channel channel) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant before = channel.streamKeyIssuedAt();
        Instant issuedAt = before == null || before.isBefore(now) ? now : before.plusSeconds(1);
        return repository.saveKey(channel.channelId(), before, issuedAt, issuedAt.plus(lifetime));
    }

    private Uni<EncoderResponse> respond(Channel channel) {
        return broadcasts.findEncoder(channel.channelId()).map(found -> {
            boolean expired = !clock.instant().isBefore(expiresAt(channel));
            EncoderStatus encoder = found.orElseThrow(() -> new IllegalStateException("A channel has no broadcast"));
            return new EncoderResponse(
                    String.valueOf(channel.rtmpsUrl()),
                    provider.streamKey(channel.broadcasterUserId(), issuedAt(channel), expiresAt(channel)),
                    expiresAt(channel),
                    expired,
                    expired ? "Rotate the key and paste the new one into OBS: Settings, Stream, Stream Key." : null,
                    EncoderResponse.Encoder.of(encoder));
        });
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
