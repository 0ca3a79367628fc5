package dev.onstage.analytics.chat;

import dev.onstage.analytics.retention.Retention;
import dev.onstage.events.ChannelIds;
import dev.onstage.events.ChatEvent;
import dev.onstage.events.ChatMessageDeleted;
import dev.onstage.events.ChatMessagePosted;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One poll's chat events folded together: each message at most once, in the order of its key. */
final class ChatBatch {

    /** The identity of a message row. */
    record MessageKey(String channelId, String messageId, LocalDate sentOn) implements Comparable<MessageKey> {
        @Override
        public int compareTo(MessageKey other) {
            int byChannel = channelId.compareTo(other.channelId);
            int byMessage = byChannel != 0 ? byChannel : messageId.compareTo(other.messageId);
            return byMessage != 0 ? byMessage : sentOn.compareTo(other.sentOn);
        }
    }

    /** What is known of a message; merging is commutative. */
    record MessageRow(
            @Nullable String userId,
            Instant sentAt,
            @Nullable Instant deletedAt) {
        MessageRow {
            sentAt = sentAt.truncatedTo(ChronoUnit.MICROS);
            deletedAt = deletedAt == null ? null : deletedAt.truncatedTo(ChronoUnit.MICROS);
        }

        MessageRow merge(MessageRow other) {
            return new MessageRow(
                    least(userId, other.userId),
                    sentAt.isBefore(other.sentAt) ? sentAt : other.sentAt,
                    least(deletedAt, other.deletedAt));
        }

        private static <T extends Comparable<T>> @Nullable T least(@Nullable T one, @Nullable T other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.compareTo(other) <= 0 ? one : other;
        }
    }

    /** What people write; the provider also sends system, error and ephemeral messages. */
    private static final Set<String> COUNTED_TYPES = Set.of("regular", "reply");

    private final Map<MessageKey, MessageRow> messages = new TreeMap<>();
    private final Set<String> channelIds = new TreeSet<>();
    private int ignored;

    /** Folds the events of a poll; those of other chat channels and other kinds of message are only counted. */
    static ChatBatch of(Collection<ChatEvent> events) {
        ChatBatch batch = new ChatBatch();
        events.forEach(batch::add);
        return batch;
    }

    private void add(ChatEvent event) {
        String channelId = ChannelIds.ofChat(event.chatChannelCid()).orElse(null);
        if (channelId == null) {
            ignored++;
        } else if (event instanceof ChatMessagePosted posted) {
            if (COUNTED_TYPES.contains(posted.messageType())) {
                merge(channelId, posted.messageId(), new MessageRow(posted.userId(), posted.sentAt(), null));
            } else {
                ignored++;
            }
        } else if (event instanceof ChatMessageDeleted deleted) {
            merge(
                    channelId,
                    deleted.messageId(),
                    new MessageRow(deleted.userId(), deleted.sentAt(), deleted.deletedAt()));
        }
    }

    private void merge(String channelId, String messageId, MessageRow message) {
        channelIds.add(channelId);
        LocalDate sentOn = Retention.dayOf(message.sentAt());
        messages.merge(new MessageKey(channelId, messageId, sentOn), message, MessageRow::merge);
    }

    /** The messages by key, ascending. */
    Map<MessageKey, MessageRow> messages() {
        return messages;
    }

    /** The days the messages were sent. */
    Set<LocalDate> days() {
        return messages.keySet().stream().map(MessageKey::sentOn).collect(Collectors.toSet());
    }

    /** Every channel concerned. */
    List<String> channelIds() {
        return List.copyOf(channelIds);
    }

    /** Events that say nothing about our channels' messages. */
    int ignored() {
        return ignored;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }
}
