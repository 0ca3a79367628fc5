package dev.onstage.streamcontrol.provisioning;

import dev.onstage.streamcontrol.broadcast.BroadcastService;
import dev.onstage.streamcontrol.broadcast.LifecycleEvents;
import dev.onstage.streamcontrol.channel.Channel;
import dev.onstage.streamcontrol.channel.ChannelService;
import dev.onstage.streamcontrol.provider.ProviderWebhooks;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProvisionCommand;
import dev.onstage.streamcontrol.provider.StreamingProvider.ProvisionedCall;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Sets a channel's stream up at the provider. Every step there finds what an earlier attempt made, so an attempt that
 * failed half-way is finished by the next one, and setting up again changes nothing.
 */
@ApplicationScoped
class ProvisioningService {

    private static final String CALL_TYPE = "livestream";

    /** More retired calls in a row than anybody makes by hand: then something else is wrong. */
    private static final int RETIRED_IN_A_ROW = 5;

    private final Pool pool;
    private final ChannelService channels;
    private final ProvisioningRepository repository;
    private final StreamingProvider provider;
    private final ProviderWebhooks webhooks;
    private final BroadcastService broadcasts;
    private final LifecycleEvents lifecycle;

    ProvisioningService(
            Pool pool,
            ChannelService channels,
            ProvisioningRepository repository,
            StreamingProvider provider,
            ProviderWebhooks webhooks,
            BroadcastService broadcasts,
            LifecycleEvents lifecycle) {
        this.pool = pool;
        this.channels = channels;
        this.repository = repository;
        this.provider = provider;
        this.webhooks = webhooks;
        this.broadcasts = broadcasts;
        this.lifecycle = lifecycle;
    }

    /** Makes sure that everything the channel needs exists at the provider, and records it. */
    Uni<Channel> provision(String channelId) {
        return webhooks.ensureRegistered()
                .chain(() -> provision(channelId, RETIRED_IN_A_ROW))
                .chain(() -> channels.find(channelId));
    }

    /** The call of a channel: {@code X}, and {@code X_2}, {@code X_3} … after the provider retired the one before. */
    static CallId callOf(Channel channel) {
        String suffix = channel.callGeneration() == 1 ? "" : "_" + channel.callGeneration();
        return new CallId(CALL_TYPE, channel.channelId() + suffix);
    }

    private Uni<Void> provision(String channelId, int attempts) {
        if (attempts == 0) {
            return Uni.createFrom()
                    .failure(new ProblemException(
                                    ProblemType.CALL_RETIRED, "GetStream has retired every call of this channel.")
                            .fix("See at dashboard.getstream.io who ends the calls of this channel for good."));
        }
        return channels.find(channelId).chain(channel -> {
            ProvisionCommand command = new ProvisionCommand(
                    callOf(channel),
                    channelId,
                    channel.broadcasterUserId(),
                    channel.broadcasterName(),
                    channel.title(),
                    Duration.ofSeconds(channel.inactivitySeconds()));
            return provider.provision(command)
                    .chain(made -> made.call().endedAt() != null
                            ? broadcasts.retireCall(channelId).chain(() -> provision(channelId, attempts - 1))
                            : record(channel, made, attempts));
        });
    }

    private Uni<Void> record(Channel channel, ProvisionedCall made, int attempts) {
        return pool.withTransaction(tx -> repository
                        .save(
                                tx,
                                channel.channelId(),
                                channel.callGeneration(),
                                made.call().call().cid(),
                                made.chatChannelCid(),
                                made.call().rtmpAddress())
                        .call(changed -> Boolean.TRUE.equals(changed)
                                ? broadcasts
                                        .provisioned(
                                                tx,
                                                channel.channelId(),
                                                made.call().updatedAt())
                                        .chain(() -> lifecycle.channelChanged(tx, channel.channelId()))
                                : Uni.createFrom().voidItem()))
                .chain(changed -> changed == null
                        ? provision(channel.channelId(), attempts - 1)
                        : Uni.createFrom().voidItem());
    }
}
