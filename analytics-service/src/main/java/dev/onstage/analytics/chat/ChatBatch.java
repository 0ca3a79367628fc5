package dev.onstage.analytics.chat;

import dev.onstage.analytics.retention.Retention;
import dev.onstage.events.ChannelIds;
import dev.onstage.events.ChatEvent;
import dev.onstage.events.ChatMessageDeleted;
import dev.onstage.events.ChatMessagePosted;
import dev.onstage.events.ChatMessageUndeleted;
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

    /** What is known of a message, the latest deletion and the latest return included; merging is commutative. */
    record MessageRow(
            @Nullable String userId,
            Instant sentAt,
            @Nullable Instant deletedAt,
            @Nullable Instant undeletedAt) {
        MessageRow {
            sentAt = sentAt.truncatedTo(ChronoUnit.MICROS);
            deletedAt = deletedAt == null ? null : deletedAt.truncatedTo(ChronoUnit.MICROS);
            undeletedAt = undeletedAt == null ? null : undeletedAt.truncatedTo(ChronoUnit.MICROS);
        }

        MessageRow merge(MessageRow other) {
            return new MessageRow(
                    least(userId, other.userId),
                    sentAt.isBefore(other.sentAt) ? sentAt : other.sentAt,
                    greatest(deletedAt, other.deletedAt),
                    greatest(undeletedAt, other.undeletedAt));
        }

        private static <T extends Comparable<T>> @Nullable T least(@Nullable T one, @Nullable T other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.compareTo(other) <= 0 ? one : other;
        }

        private static @Nullable Instant greatest(@Nullable Instant one, @Nullable Instant other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.isAfter(other) ? one : other;
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
            if (counts(posted.messageType())) {
                merge(channelId, posted.messageId(), new MessageRow(posted.userId(), posted.sentAt(), null, null));
            } else {
                ignored++;
            }
        } else if (event instanceof ChatMessageDeleted deleted) {
            merge(
                    channelId,
                    deleted.messageId(),
                    new MessageRow(deleted.userId(), deleted.sentAt(), deleted.deletedAt(), null));
        } else if (event instanceof ChatMessageUndeleted undeleted) {
            if (counts(undeleted.messageType())) {
                merge(
                        channelId,
                        undeleted.messageId(),
                        new MessageRow(undeleted.userId(), undeleted.sentAt(), null, undeleted.undeletedAt()));
            } else {
                ignored++;
            }
        }
    }

    private static boolean counts(String messageType) {
        return COUNTED_TYPES.contains(messageType);
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
