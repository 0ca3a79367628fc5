package dev.onstage.analytics.presence;

import dev.onstage.analytics.audience.Stay;
import dev.onstage.analytics.retention.Retention;
import dev.onstage.events.ChannelIds;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.events.PresenceEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One poll's presence events folded together: each stay and each count at most once, in the order of their keys, so that two
 * batches at work on the same rows lock them in the same order.
 */
final class PresenceBatch {

    /**
     * The identity of a presence row.
     *
     * @param joinedAt since when the stay lasts, to the microsecond; of a leave that does not say of which stay, when it was
     * @param begun false for such a leave
     */
    record StayKey(String channelId, String userSessionId, Instant joinedAt, boolean begun)
            implements Comparable<StayKey> {
        StayKey {
            joinedAt = joinedAt.truncatedTo(ChronoUnit.MICROS);
        }

        /** The day of the row. */
        LocalDate joinedOn() {
            return Retention.dayOf(joinedAt);
        }

        @Override
        public int compareTo(StayKey other) {
            int byChannel = channelId.compareTo(other.channelId);
            int bySession = byChannel != 0 ? byChannel : userSessionId.compareTo(other.userSessionId);
            int byJoin = bySession != 0 ? bySession : joinedAt.compareTo(other.joinedAt);
            return byJoin != 0 ? byJoin : Boolean.compare(begun, other.begun);
        }
    }

    /** A stay, or a leave of one, and the call role it was reported with. */
    record StayRow(Stay stay, @Nullable String role) {
        StayRow merge(StayRow other) {
            return new StayRow(stay.merge(other.stay), least(role, other.role));
        }

        private static @Nullable String least(@Nullable String one, @Nullable String other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.compareTo(other) <= 0 ? one : other;
        }
    }

    /** The identity of a count. */
    record CountKey(String channelId, Instant observedAt, ObservationSource source) implements Comparable<CountKey> {
        @Override
        public int compareTo(CountKey other) {
            int byChannel = channelId.compareTo(other.channelId);
            int byTime = byChannel != 0 ? byChannel : observedAt.compareTo(other.observedAt);
            return byTime != 0 ? byTime : source.compareTo(other.source);
        }
    }

    /** The provider's count without the broadcaster. */
    record CountRow(int identified, int anonymous) {
        CountRow greatest(CountRow other) {
            return new CountRow(Math.max(identified, other.identified), Math.max(anonymous, other.anonymous));
        }
    }

    /** Call role of the publisher, used when the event does not say how many of the counted are the broadcaster's. */
    private static final String PUBLISHER_ROLE = "host";

    private final Map<StayKey, StayRow> rows = new TreeMap<>();
    private final Map<CountKey, CountRow> counts = new TreeMap<>();
    private final Set<String> channelIds = new TreeSet<>();
    private int foreign;

    /** Folds the events of a poll; those of calls that are not ours are only counted. */
    static PresenceBatch of(Collection<PresenceEvent> events) {
        PresenceBatch batch = new PresenceBatch();
        events.forEach(batch::add);
        return batch;
    }

    private void add(PresenceEvent event) {
        String channelId = ChannelIds.ofCall(event.callCid()).orElse(null);
        if (channelId == null) {
            foreign++;
            return;
        }
        channelIds.add(channelId);
        if (event instanceof ParticipantJoined joined) {
            addStay(
                    channelId,
                    joined.userSessionId(),
                    joined.userId(),
                    joined.role(),
                    joined.joinedAt(),
                    null,
                    joined.source());
        } else if (event instanceof ParticipantLeft left) {
            addStay(
                    channelId,
                    left.userSessionId(),
                    left.userId(),
                    left.role(),
                    left.joinedAt(),
                    left.leftAt(),
                    left.source());
        } else if (event instanceof ParticipantCountObserved count) {
            addCount(channelId, count);
        }
    }

    private void addStay(
            String channelId,
            String userSessionId,
            String userId,
            @Nullable String role,
            @Nullable Instant joinedAt,
            @Nullable Instant leftAt,
            ObservationSource source) {
        Instant at = Objects.requireNonNull(joinedAt == null ? leftAt : joinedAt);
        StayKey key = new StayKey(channelId, userSessionId, at, joinedAt != null);
        Stay stay = new Stay(
                userSessionId,
                userId,
                at,
                leftAt,
                source == ObservationSource.WEBHOOK,
                source == ObservationSource.RECONCILE);
        rows.merge(key, new StayRow(stay, role), StayRow::merge);
    }

    private void addCount(String channelId, ParticipantCountObserved event) {
        long all = event.countsByRole().values().stream()
                .mapToLong(Integer::longValue)
                .sum();
        Integer broadcaster = event.broadcasterCount();
        int published = broadcaster == null ? event.countsByRole().getOrDefault(PUBLISHER_ROLE, 0) : broadcaster;
        counts.merge(
                new CountKey(channelId, event.observedAt().truncatedTo(ChronoUnit.MICROS), event.source()),
                new CountRow(people(all - published), people(event.anonymousCount())),
                CountRow::greatest);
    }

    /** A number of people that can be added to others and stored. */
    private static int people(long count) {
        return (int) Math.max(0, Math.min(count, ParticipantCountObserved.LARGEST_COUNT));
    }

    /** The stays by key, ascending. */
    Map<StayKey, StayRow> rows() {
        return rows;
    }

    /** The counts by key, ascending. */
    Map<CountKey, CountRow> counts() {
        return counts;
    }

    /** The days of the joins. */
    Set<LocalDate> joinDays() {
        return rows.keySet().stream().map(StayKey::joinedOn).collect(Collectors.toSet());
    }

    /** The days of the counts. */
    Set<LocalDate> countDays() {
        return counts.keySet().stream()
                .map(count -> Retention.dayOf(count.observedAt()))
                .collect(Collectors.toSet());
    }

    /** Every channel concerned. */
    List<String> channelIds() {
        return List.copyOf(channelIds);
    }

    /** Events of calls that are not ours. */
    int foreign() {
        return foreign;
    }

    boolean isEmpty() {
        return channelIds.isEmpty();
    }
}
