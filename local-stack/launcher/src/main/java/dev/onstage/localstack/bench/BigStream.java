package dev.onstage.localstack.bench;

import dev.onstage.events.ChannelChanged;
import dev.onstage.events.ChatMessagePosted;
import dev.onstage.events.ObservationSource;
import dev.onstage.events.OnstageEvent;
import dev.onstage.events.ParticipantJoined;
import dev.onstage.events.ParticipantLeft;
import dev.onstage.events.StreamWentLive;
import dev.onstage.localstack.client.EventRecords;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One session with many viewers, all of whom come, and go within the hour, and with what they write. Immutable. */
final class BigStream {

    private static final int SECONDS = 3_600;
    private static final int COMING = 600;

    private final String channelId;
    private final UUID sessionId;
    private final Instant startedAt;
    private final String[] stays;
    private final String[] users;
    private final String[] messages;

    /** Ids are random, as GetStream's are: what is random is what an index costs. */
    BigStream(int number, int viewers, int messages) {
        var random = new SplittableRandom(number);
        this.channelId = "bench-" + number;
        this.sessionId = new UUID(random.nextLong(), random.nextLong());
        this.startedAt = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS);
        this.stays = ids(viewers, random);
        this.users = ids(viewers, random);
        this.messages = ids(messages, random);
    }

    private static String[] ids(int count, SplittableRandom random) {
        var ids = new String[count];
        for (int i = 0; i < count; i++) {
            ids[i] = new UUID(random.nextLong(), random.nextLong()).toString();
        }
        return ids;
    }

    UUID sessionId() {
        return sessionId;
    }

    /** What opens the session. */
    List<ProducerRecord<String, byte[]>> opening() {
        var changed = new ChannelChanged(channelId, 1, 0, "Bench", "Ada", "broadcaster", cid(), null, "UTC");
        var live = new StreamWentLive(channelId, 2, 1, sessionId, "Bench", "Ada", "broadcaster", cid(), startedAt);
        return List.of(
                EventRecords.of(changed, channelId, 1, startedAt), EventRecords.of(live, channelId, 2, startedAt));
    }

    /** Joins, then leaves, with the messages spread evenly between them. */
    List<ProducerRecord<String, byte[]>> reports() {
        int presence = 2 * stays.length;
        var records = new ArrayList<ProducerRecord<String, byte[]>>(presence + messages.length);
        int written = 0;
        for (int i = 0; i < presence; i++) {
            OnstageEvent event = i < stays.length ? joined(i) : left(i - stays.length);
            records.add(EventRecords.of(event, stays[i % stays.length], i, startedAt));
            long due = (long) (i + 1) * messages.length / presence;
            for (; written < due; written++) {
                records.add(EventRecords.of(posted(written), messages[written], presence + written, startedAt));
            }
        }
        return records;
    }

    /** As many rows of presence as there are reports of it, as COPY reads them. */
    String presenceRows() {
        var rows = new StringBuilder();
        for (int i = 0; i < 2 * stays.length; i++) {
            int viewer = i % stays.length;
            // A stay has one row; the other half belongs to another channel.
            row(
                    rows,
                    i < stays.length ? channelId : channelId + "-again",
                    stays[viewer],
                    day(),
                    users[viewer],
                    "user",
                    joinedAt(viewer).toString(),
                    leftAt(viewer).toString(),
                    "t",
                    "f");
        }
        return rows.toString();
    }

    /** As many rows of chat as there are messages, as COPY reads them. */
    String chatRows() {
        var rows = new StringBuilder();
        for (int i = 0; i < messages.length; i++) {
            row(rows, channelId, messages[i], day(), author(i), sentAt(i).toString(), "\\N");
        }
        return rows.toString();
    }

    private static void row(StringBuilder rows, String... columns) {
        rows.append(String.join("\t", columns)).append('\n');
    }

    private OnstageEvent joined(int viewer) {
        return new ParticipantJoined(
                cid(),
                "provider-session",
                stays[viewer],
                users[viewer],
                users[viewer],
                "user",
                joinedAt(viewer),
                ObservationSource.WEBHOOK);
    }

    private OnstageEvent left(int viewer) {
        return new ParticipantLeft(
                cid(),
                "provider-session",
                stays[viewer],
                users[viewer],
                users[viewer],
                "user",
                joinedAt(viewer),
                leftAt(viewer),
                ObservationSource.WEBHOOK);
    }

    private OnstageEvent posted(int message) {
        return new ChatMessagePosted(
                "livestream_invite:" + channelId,
                messages[message],
                "regular",
                author(message),
                author(message),
                sentAt(message));
    }

    private String author(int message) {
        return users[message % users.length];
    }

    private Instant joinedAt(int viewer) {
        return startedAt.plusMillis(COMING * 1_000L * viewer / stays.length);
    }

    private Instant leftAt(int viewer) {
        return startedAt.plusMillis(1_000L * COMING + 1_000L * (SECONDS - COMING) * viewer / stays.length);
    }

    private Instant sentAt(int message) {
        return startedAt.plusMillis(SECONDS * 1_000L * message / messages.length);
    }

    private String day() {
        return startedAt.toString().substring(0, "2026-11-22".length());
    }

    private String cid() {
        return "livestream:" + channelId;
    }
}
