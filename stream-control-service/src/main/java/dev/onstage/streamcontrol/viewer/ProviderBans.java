package dev.onstage.streamcontrol.viewer;

import dev.onstage.events.OnstageEvent;
import dev.onstage.events.UserBanned;
import dev.onstage.events.UserUnbanned;
import dev.onstage.streamcontrol.channel.PeopleChanged;
import dev.onstage.streamcontrol.provider.StreamingProvider;
import dev.onstage.streamcontrol.provider.StreamingProvider.ChatBan;
import dev.onstage.streamcontrol.viewer.BanRepository.Asked;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Bans that were made at the provider count here too, whether its webhook tells of them or it has to be asked. A ban that was made
 * here is not changed by what the provider tells.
 */
@ApplicationScoped
class ProviderBans {

    private final BanRepository bans;
    private final StreamingProvider provider;
    private final Event<PeopleChanged> changed;
    private final MeterRegistry metrics;
    private final Clock clock;

    ProviderBans(BanRepository bans, StreamingProvider provider, Event<PeopleChanged> changed, MeterRegistry metrics) {
        this.bans = bans;
        this.provider = provider;
        this.changed = changed;
        this.metrics = metrics;
        this.clock = Clock.systemUTC();
    }

    /** What a webhook told. */
    Uni<Void> take(OnstageEvent event) {
        if (event instanceof UserBanned ban) {
            return take(
                    ban.userId(),
                    ban.chatChannelCid(),
                    (channel, accountId) -> bans.banned(channel, accountId, ban.bannedAt(), ban.expiresAt()),
                    accountId -> bans.bannedEverywhere(accountId, ban.bannedAt(), ban.expiresAt()));
        }
        if (event instanceof UserUnbanned unban) {
            return take(
                    unban.userId(),
                    unban.chatChannelCid(),
                    (channel, accountId) -> bans.unbanned(channel, accountId, unban.unbannedAt()),
                    accountId -> bans.unbannedEverywhere(accountId, unban.unbannedAt()));
        }
        return count("unexpected");
    }

    /**
     * Asks the provider for the bans of channels that are live, or of all and of the whole app. What it does not answer of one channel
     * keeps no other from being compared.
     */
    Uni<Void> compare(boolean all) {
        Uni<Void> onChannels = bans.channels(all)
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUni(this::compare)
                .collectFailures()
                .concatenate()
                .collect()
                .last()
                .replaceWithVoid();
        return all ? onChannels.eventually(() -> compareEverywhere()) : onChannels;
    }

    private interface OnChannel {
        Uni<Boolean> apply(Asked channel, UUID accountId);
    }

    private Uni<Void> take(
            String userId, @Nullable String chatCid, OnChannel onChannel, Function<UUID, Uni<Boolean>> everywhere) {
        Optional<UUID> account = accountOf(userId);
        if (account.isEmpty()) {
            return count("unknown-user");
        }
        if (chatCid == null) {
            return everywhere.apply(account.get()).chain(this::taken);
        }
        return bans.channelOf(chatCid)
                .chain(channelId -> channelId == null
                        ? count("unknown-channel")
                        : onChannel
                                .apply(new Asked(channelId, chatCid), account.get())
                                .chain(this::taken));
    }

    private Uni<Void> taken(boolean news) {
        if (news) {
            changed.fire(new PeopleChanged());
        }
        return count(news ? "taken" : "known");
    }

    private Uni<Void> compare(Asked channel) {
        Instant askedAt = clock.instant();
        return provider.bans(channel.chatCid()).chain(list -> {
            Map<UUID, ChatBan> found = byAccount(list.bans(), askedAt);
            Uni<Void> banned = each(
                    List.copyOf(found.entrySet()),
                    ban -> bans.listed(
                            channel,
                            ban.getKey(),
                            ban.getValue().bannedAt(),
                            ban.getValue().expiresAt(),
                            askedAt));
            return list.complete() ? banned.chain(() -> lift(channel, ids(found), askedAt)) : banned;
        });
    }

    private Uni<Void> lift(Asked channel, UUID[] banned, Instant askedAt) {
        return bans.gone(channel.channelId(), banned, askedAt)
                .chain(gone -> each(gone, accountId -> bans.unbanned(channel, accountId, askedAt)))
                .chain(() -> bans.tellAgain(channel.channelId(), banned, askedAt));
    }

    private Uni<Void> compareEverywhere() {
        Instant askedAt = clock.instant();
        return provider.bans(null).chain(list -> {
            Map<UUID, ChatBan> found = byAccount(list.bans(), askedAt);
            Uni<Void> banned = each(
                    List.copyOf(found.entrySet()),
                    ban -> bans.listedEverywhere(
                            ban.getKey(),
                            ban.getValue().bannedAt(),
                            ban.getValue().expiresAt(),
                            askedAt));
            return list.complete()
                    ? banned.chain(() -> bans.goneEverywhere(ids(found), askedAt))
                            .chain(gone -> each(gone, accountId -> bans.unbannedEverywhere(accountId, askedAt)))
                    : banned;
        });
    }

    private static UUID[] ids(Map<UUID, ChatBan> found) {
        return found.keySet().toArray(UUID[]::new);
    }

    private <T> Uni<Void> each(List<T> items, Function<T, Uni<Boolean>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .asList()
                .invoke(news -> {
                    if (news.contains(true)) {
                        changed.fire(new PeopleChanged());
                    }
                })
                .replaceWithVoid();
    }

    private static Map<UUID, ChatBan> byAccount(List<ChatBan> bans, Instant askedAt) {
        return bans.stream()
                .filter(ban -> accountOf(ban.userId()).isPresent())
                .filter(ban -> ban.expiresAt() == null || ban.expiresAt().isAfter(askedAt))
                .collect(Collectors.toMap(ban -> accountOf(ban.userId()).orElseThrow(), ban -> ban, (a, b) -> a));
    }

    /** Users of the provider that are nobody's account are others' business. */
    private static Optional<UUID> accountOf(String userId) {
        try {
            UUID accountId = UUID.fromString(userId);
            return accountId.toString().equals(userId) ? Optional.of(accountId) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private Uni<Void> count(String outcome) {
        metrics.counter("moderation.reports", "outcome", outcome).increment();
        return Uni.createFrom().voidItem();
    }
}
