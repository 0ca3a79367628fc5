package dev.onstage.analytics.stats;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened over some days, on one channel or on all. */
@ApplicationScoped
class OverviewService {

    /** Starts read at once: more than a year of a channel that streams daily. */
    private static final int STARTS = 400;

    private final OverviewRepository repository;

    OverviewService(OverviewRepository repository) {
        this.repository = repository;
    }

    /** The channel over the last days of its own calendar; all zeros for one without sessions. */
    Uni<ChannelOverview> channel(String channelId, int days) {
        Instant now = Instant.now();
        return repository
                .timeZone(channelId)
                .map(name -> Period.zone(name.orElse(null)))
                .chain(zone -> channel(channelId, Period.last(days, now, zone), now));
    }

    private Uni<ChannelOverview> channel(String channelId, Period period, Instant now) {
        return repository.byDay(channelId, edges(period)).chain(byDay -> streak(channelId, period.zone(), now)
                .map(streak -> ChannelOverview.of(channelId, period, byDay, streak)));
    }

    /** Those of the previous period first. */
    private static List<Instant> edges(Period period) {
        List<Instant> previous = period.previous().edges();
        List<Instant> edges = new ArrayList<>(previous.subList(0, previous.size() - 1));
        edges.addAll(period.edges());
        return edges;
    }

    private Uni<Integer> streak(String channelId, ZoneId zone, Instant now) {
        return streak(channelId, new Streak(now, zone), now.plus(Duration.ofDays(1)));
    }

    private Uni<Integer> streak(String channelId, Streak streak, Instant before) {
        return repository.startsBefore(channelId, before, STARTS).chain(starts -> {
            streak.add(starts);
            return streak.wantsMore() && starts.size() == STARTS
                    ? streak(channelId, streak, starts.get(STARTS - 1))
                    : Uni.createFrom().item(streak.days());
        });
    }

    /** All channels over the last UTC days, those after {@code after} in detail. */
    Uni<InstallOverview> install(int days, int limit, @Nullable ChannelCursor after) {
        Period period = Period.last(days, Instant.now(), Period.UTC);
        return repository.onAir().chain(onAir -> repository.sum(period).chain(sum -> repository
                .channels(period, after == null ? null : after.channelId(), limit + 1)
                .map(channels -> InstallOverview.of(period, onAir, sum, channels, limit))));
    }
}
