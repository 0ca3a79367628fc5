package dev.onstage.analytics.audience;

import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.Predicate;

/**
 * Stays, each once, in columns: a stream may have had several hundred thousand, and a {@link Stay} is made only for who asks
 * for it. Immutable; made by a {@link Builder}.
 */
public final class Stays extends AbstractList<Stay> implements RandomAccess {

    private static final long OPEN = Long.MAX_VALUE;
    private static final int BY_WEBHOOK = 1;
    private static final int BY_RECONCILE = 2;

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

    /** These stays, in the same order. */
    public static Stays of(Collection<Stay> stays) {
        if (stays instanceof Stays each) {
            return each;
        }
        Builder builder = new Builder();
        stays.forEach(builder::add);
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
                passed.add(stay);
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

    /** Collects stays, one after the other. */
    public static final class Builder {

        private static final int FIRST_CAPACITY = 64;

        private String[] userSessionIds = new String[FIRST_CAPACITY];
        private String[] userIds = new String[FIRST_CAPACITY];
        private long[] joined = new long[FIRST_CAPACITY];
        private long[] left = new long[FIRST_CAPACITY];
        private byte[] seen = new byte[FIRST_CAPACITY];
        private int size;

        /** Takes one more. */
        public Builder add(Stay stay) {
            if (size == joined.length) {
                grow();
            }
            Instant leftAt = stay.leftAt();
            userSessionIds[size] = stay.userSessionId();
            userIds[size] = stay.userId();
            joined[size] = Micros.of(stay.joinedAt());
            left[size] = leftAt == null ? OPEN : Micros.of(leftAt);
            seen[size] = (byte) ((stay.webhookSeen() ? BY_WEBHOOK : 0) | (stay.reconcileSeen() ? BY_RECONCILE : 0));
            size++;
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

        private void grow() {
            int capacity = size + (size >> 1);
            userSessionIds = Arrays.copyOf(userSessionIds, capacity);
            userIds = Arrays.copyOf(userIds, capacity);
            joined = Arrays.copyOf(joined, capacity);
            left = Arrays.copyOf(left, capacity);
            seen = Arrays.copyOf(seen, capacity);
        }
    }
}
