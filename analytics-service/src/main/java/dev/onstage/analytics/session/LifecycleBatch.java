package dev.onstage.analytics.session;

import dev.onstage.events.ChannelChanged;
import dev.onstage.events.EncoderBack;
import dev.onstage.events.EncoderLost;
import dev.onstage.events.EndReason;
import dev.onstage.events.LifecycleEvent;
import dev.onstage.events.StreamEnded;
import dev.onstage.events.StreamWentLive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one poll's lifecycle events change, folded so that each channel, session and gap is written once. The events of a
 * channel are given in the order of their {@code seq}, those already applied left out.
 */
final class LifecycleBatch {

    /** The latest announcement of a channel. */
    record ChannelRow(
            String channelId,
            long seq,
            String title,
            String broadcasterName,
            String broadcasterUserId,
            @Nullable String callCid,
            @Nullable String chatChannelCid,
            @Nullable String timeZone) {}

    /**
     * A title that was announced.
     *
     * @param first whether the batch holds no earlier one of the channel, so that only the store knows if it is another one
     */
    record TitleRow(String channelId, long seq, Instant changedAt, String title, boolean first) {}

    /** An opened session, a closed one, or both at once. */
    record SessionRow(
            UUID sessionId,
            String channelId,
            long epoch,
            @Nullable String title,
            @Nullable String broadcasterUserId,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable EndReason endReason,
            long durationSeconds,
            long totalMinutes) {}

    /** A time without encoder, open while {@code backAt} is null. */
    record GapRow(UUID sessionId, Instant lostAt, @Nullable Instant backAt) {}

    /** The encoder's return, for a gap that an earlier batch opened. */
    record Return(UUID sessionId, Instant backAt) {}

    private final Map<String, ChannelRow> channels = new TreeMap<>();
    private final List<TitleRow> titles = new ArrayList<>();
    private final Map<UUID, SessionRow> sessions = new TreeMap<>();
    private final List<GapRow> gaps = new ArrayList<>();
    private final List<Return> returns = new ArrayList<>();

    /** Folds the decisions, in order. */
    static LifecycleBatch of(Collection<Decision> decisions) {
        LifecycleBatch batch = new LifecycleBatch();
        decisions.forEach(batch::add);
        return batch;
    }

    private void add(Decision decision) {
        LifecycleEvent event = decision.event();
        if (event instanceof ChannelChanged changed) {
            addTitle(changed.channelId(), changed.seq(), decision.at(), changed.title());
            channels.put(
                    changed.channelId(),
                    new ChannelRow(
                            changed.channelId(),
                            changed.seq(),
                            changed.title(),
                            changed.broadcasterName(),
                            changed.broadcasterUserId(),
                            changed.callCid(),
                            changed.chatChannelCid(),
                            changed.timeZone()));
        } else if (event instanceof StreamWentLive live) {
            addTitle(live.channelId(), live.seq(), decision.at(), live.title());
            open(live);
        } else if (event instanceof StreamEnded ended) {
            close(ended);
        } else if (event instanceof EncoderLost lost) {
            gaps.add(new GapRow(lost.sessionId(), lost.lostAt(), null));
        } else if (event instanceof EncoderBack back) {
            closeGap(back);
        }
    }

    /** To be called before the channel is folded in. */
    private void addTitle(String channelId, long seq, Instant at, String title) {
        ChannelRow known = channels.get(channelId);
        if (known == null || !known.title().equals(title)) {
            titles.add(new TitleRow(channelId, seq, at, title, known == null));
        }
    }

    private void open(StreamWentLive live) {
        ChannelRow known = channels.get(live.channelId());
        channels.put(
                live.channelId(),
                new ChannelRow(
                        live.channelId(),
                        live.seq(),
                        live.title(),
                        live.broadcasterName(),
                        live.broadcasterUserId(),
                        live.callCid(),
                        known == null ? null : known.chatChannelCid(),
                        known == null ? null : known.timeZone()));
        sessions.put(
                live.sessionId(),
                new SessionRow(
                        live.sessionId(),
                        live.channelId(),
                        live.epoch(),
                        live.title(),
                        live.broadcasterUserId(),
                        live.startedAt(),
                        null,
                        null,
                        0,
                        0));
    }

    private void close(StreamEnded ended) {
        SessionRow opened = sessions.get(ended.sessionId());
        sessions.put(
                ended.sessionId(),
                new SessionRow(
                        ended.sessionId(),
                        ended.channelId(),
                        ended.epoch(),
                        opened == null ? null : opened.title(),
                        opened == null ? null : opened.broadcasterUserId(),
                        ended.startedAt(),
                        ended.endedAt(),
                        ended.reason(),
                        ended.durationSeconds(),
                        ended.totalMinutes()));
    }

    private void closeGap(EncoderBack back) {
        for (int i = gaps.size() - 1; i >= 0; i--) {
            GapRow gap = gaps.get(i);
            if (gap.sessionId().equals(back.sessionId()) && gap.backAt() == null) {
                gaps.set(i, new GapRow(gap.sessionId(), gap.lostAt(), back.backAt()));
                return;
            }
        }
        returns.add(new Return(back.sessionId(), back.backAt()));
    }

    /** The channels, by id. */
    List<ChannelRow> channels() {
        return List.copyOf(channels.values());
    }

    /** The titles that differ from the one before them, as far as the batch knows. */
    List<TitleRow> titles() {
        return titles;
    }

    /** The sessions, by id. */
    List<SessionRow> sessions() {
        return List.copyOf(sessions.values());
    }

    /** Gaps opened in this batch. */
    List<GapRow> gaps() {
        return gaps;
    }

    /** Returns that close a gap stored earlier. */
    List<Return> returns() {
        return returns;
    }
}
