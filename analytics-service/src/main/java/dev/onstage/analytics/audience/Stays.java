package dev.onstage.analytics.audience;

import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stays, each once, in columns: a stream may have had several hundred thousand, and a {@link Stay} is made only for who asks
 * for it. Immutable; made by a {@link Builder}.
 */
public final class Stays extends AbstractList<Stay> implements RandomAccess {

    private static final long OPEN = Long.MAX_VALUE;
    private static final int BY_WEBHOOK = 1;
    private static final int BY_RECONCILE = 2;
    private static final long MICROS_A_DAY = 86_400 * Micros.PER_SECOND;

    private final String[] userSessionIds;
    private final String[] userIds;
    private final long[] joined;
    private final long[] left;
    private final byte[] seen;
    private final int size;

    private Stays(String[] userSessionIds, String[] userIds, long[] joined, long[] left, byte[] seen, int size) {
        this.userSessionIds = userSessionIds;
        this.userIds = userIds;
        this.joined = joined;
        this.left = left;
        this.seen = seen;
        this.size = size;
    }

    /** What these reports say together; a stay may be reported several times. */
    public static Stays of(Collection<Stay> reports) {
        if (reports instanceof Stays each) {
            return each;
        }
        Builder builder = new Builder();
        builder.mergeAll();
        reports.forEach(builder::add);
        return builder.build();
    }

    @Override
    public Stay get(int place) {
        if (place >= size) {
            throw new IndexOutOfBoundsException(place);
        }
        return new Stay(
                userSessionIds[place],
                userIds[place],
                Micros.toInstant(joined[place]),
                left[place] == OPEN ? null : Micros.toInstant(left[place]),
                (seen[place] & BY_WEBHOOK) != 0,
                (seen[place] & BY_RECONCILE) != 0);
    }

    @Override
    public int size() {
        return size;
    }

    /** Those that the condition lets pass, in the same order. */
    public Stays where(Predicate<Stay> condition) {
        Builder passed = new Builder();
        for (Stay stay : this) {
            if (condition.test(stay)) {
                passed.append(stay);
            }
        }
        return passed.build();
    }

    /** The same, some of them over at a moment: by their places. */
    public Stays endedBy(Map<Integer, Instant> over) {
        long[] ended = Arrays.copyOf(left, size);
        over.forEach((place, at) -> ended[place] = Micros.of(at));
        return new Stays(userSessionIds, userIds, joined, ended, seen, size);
    }

    String userId(int place) {
        return userIds[place];
    }

    long joinedMicros(int place) {
        return joined[place];
    }

    /** After everything while it lasts. */
    long leftMicros(int place) {
        return left[place];
    }

    /**
     * Collects stays of a channel as they are stored: once per user session and UTC day of the join. A stay stored under two
     * days, because its join was reported on both sides of midnight, is merged.
     */
    public static final class Builder {

        private static final int FIRST_CAPACITY = 64;

        private String[] userSessionIds = new String[FIRST_CAPACITY];
        private String[] userIds = new String[FIRST_CAPACITY];
        private long[] joined = new long[FIRST_CAPACITY];
        private long[] left = new long[FIRST_CAPACITY];
        private byte[] seen = new byte[FIRST_CAPACITY];
        private int size;
        /** Places by user session; kept once there are several days. */
        private @Nullable Map<String, Integer> places;

        /** Takes one more. */
        public Builder add(Stay stay) {
            if (places == null && size > 0 && day(Micros.of(stay.joinedAt())) != day(joined[0])) {
                mergeAll();
            }
            Integer known = places == null ? null : places.putIfAbsent(stay.userSessionId(), size);
            if (known == null) {
                append(stay);
            } else {
                set(known, build().get(known).merge(stay));
            }
            return this;
        }

        /** Takes the other's, too. */
        public Builder addAll(Builder other) {
            other.build().forEach(this::add);
            return this;
        }

        /** What was taken; the builder is done. */
        public Stays build() {
            return new Stays(userSessionIds, userIds, joined, left, seen, size);
        }

        private void mergeAll() {
            Map<String, Integer> each = new HashMap<>();
            for (int place = 0; place < size; place++) {
                each.put(userSessionIds[place], place);
            }
            places = each;
        }

        private void append(Stay stay) {
            if (size == joined.length) {
                int capacity = size + (size >> 1);
                userSessionIds = Arrays.copyOf(userSessionIds, capacity);
                userIds = Arrays.copyOf(userIds, capacity);
                joined = Arrays.copyOf(joined, capacity);
                left = Arrays.copyOf(left, capacity);
                seen = Arrays.copyOf(seen, capacity);
            }
            set(size, stay);
            size++;
        }

        private void set(int place, Stay stay) {
            Instant leftAt = stay.leftAt();
            userSessionIds[place] = stay.userSessionId();
            userIds[place] = stay.userId();
            joined[place] = Micros.of(stay.joinedAt());
            left[place] = leftAt == null ? OPEN : Micros.of(leftAt);
            seen[place] = (byte) ((stay.webhookSeen() ? BY_WEBHOOK : 0) | (stay.reconcileSeen() ? BY_RECONCILE : 0));
        }

        private static long day(long micros) {
            return Math.floorDiv(micros, MICROS_A_DAY);
        }
    }
}
