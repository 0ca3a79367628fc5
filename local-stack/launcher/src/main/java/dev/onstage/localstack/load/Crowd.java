package dev.onstage.localstack.load;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * What a crowd does, numbered from 0: of twenty deliveries nine are joins, seven leaves, one a count and three chat messages.
 * Everything about a delivery follows from the seed and its number, so that nothing need be remembered to know afterwards
 * what was said. Bodies have the shapes and sizes of GetStream's. Immutable.
 */
public final class Crowd {

    private static final int ROUND = 20;

    /** How many numbers later a viewer leaves, apart from the place in the round. */
    private static final int STAY = 50 * ROUND;

    private static final int JOINS = 9;
    private static final int LEAVES = 7;
    private static final int USERS = 50_000;

    /** Odd, so that multiplying by it permutes the numbers of 62 bits. */
    private static final long SPREAD = 0x1E37_79B9_7F4A_7C15L;

    private static final long LOW_62_BITS = (1L << 62) - 1;

    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private static final String[] TEXTS = {
        "hello from Lisbon", "what a stream", "can you show that part again please", "ha", "is this recorded?",
    };

    private final Map<DeliveryKind, Template> templates = new EnumMap<>(DeliveryKind.class);
    private final String callCid;
    private final String chatCid;
    private final Instant begin;
    private final long stepNanos;
    private final long idBits;
    private final String providerSession;

    /**
     * A crowd around one call and its chat channel.
     *
     * @param begin when delivery 0 happens, by the provider's clock
     * @param step how much later each following one happens; at least a microsecond, since times tell some of them apart
     */
    public Crowd(long seed, String callCid, String chatCid, Instant begin, Duration step) {
        if (step.compareTo(Duration.of(1, ChronoUnit.MICROS)) < 0) {
            throw new IllegalArgumentException("steps shorter than a microsecond: " + step);
        }
        for (DeliveryKind kind : DeliveryKind.values()) {
            templates.put(kind, Template.named(kind.template()));
        }
        this.callCid = callCid;
        this.chatCid = chatCid;
        this.begin = begin.truncatedTo(ChronoUnit.MICROS);
        this.stepNanos = step.toNanos();
        var random = new SplittableRandom(seed);
        // Version 4, as GetStream's are.
        this.idBits = (random.nextLong() & ~0xF000L) | 0x4000L;
        this.providerSession = new UUID(idBits, random.nextLong()).toString();
    }

    /** What happens. */
    public DeliveryKind kind(int number) {
        int place = number % ROUND;
        if (place < JOINS) {
            return DeliveryKind.JOINED;
        }
        if (place < JOINS + LEAVES) {
            // At first nobody has been there for long enough to leave.
            return number < STAY ? DeliveryKind.JOINED : DeliveryKind.LEFT;
        }
        return place == JOINS + LEAVES ? DeliveryKind.COUNTED : DeliveryKind.POSTED;
    }

    /** When it happens, by the provider's clock; whole microseconds. */
    public Instant at(int number) {
        return begin.plusNanos(stepNanos * number).truncatedTo(ChronoUnit.MICROS);
    }

    /** The delivery that told of the beginning of the stay that this one begins or ends. */
    public int joinOf(int number) {
        return kind(number) == DeliveryKind.LEFT ? number - JOINS - STAY : number;
    }

    /** The delivery that tells of the end of the stay that {@code join} began; -1 when it does not end. */
    public int leaveOf(int join) {
        int leave = join + JOINS + STAY;
        return leave > join && kind(leave) == DeliveryKind.LEFT ? leave : -1;
    }

    /** The delivery that happens at that time; -1 when none does. */
    public int numberAt(Instant at) {
        long near = Math.round(Duration.between(begin, at).toNanos() / (double) stepNanos);
        for (long number = Math.max(0, near - 1); number <= near + 1 && number <= Integer.MAX_VALUE; number++) {
            if (at((int) number).equals(at)) {
                return (int) number;
            }
        }
        return -1;
    }

    /** {@code X-Webhook-Id}. */
    public String webhookId(int number) {
        return id(number).toString();
    }

    /** The id of the stay that began with delivery {@code join}. */
    public String userSessionId(int join) {
        return id(join).toString();
    }

    /** Who did it. */
    public String userId(int number) {
        return "viewer-" + joinOf(number) % USERS;
    }

    /** The id of a chat message. */
    public String messageId(int number) {
        return userId(number) + "-" + id(number);
    }

    /** How many watch, by a count. */
    public int counted(int number) {
        return 40 + number % 1000;
    }

    /** How many of those GetStream does not know, by a count. */
    public int countedAnonymous(int number) {
        return number % 17;
    }

    /** The number whose id this is; -1 when it is none of ours. */
    public int numberOf(UUID id) {
        if (id.getMostSignificantBits() != idBits) {
            return -1;
        }
        long number = (id.getLeastSignificantBits() & LOW_62_BITS) * inverse(SPREAD) & LOW_62_BITS;
        return number <= Integer.MAX_VALUE ? (int) number : -1;
    }

    /** The signed JSON. */
    public byte[] body(int number) {
        return template(kind(number)).fill(place -> value(number, place));
    }

    private Template template(DeliveryKind kind) {
        Template template = templates.get(kind);
        if (template == null) {
            throw new IllegalStateException("no template for " + kind);
        }
        return template;
    }

    private String value(int number, String place) {
        return switch (place) {
            case "at" -> MICROS.format(at(number));
            case "call" -> callCid;
            case "session" -> providerSession;
            case "user" -> userId(number);
            case "name" -> "Lena " + joinOf(number) % USERS;
            case "stay" -> userSessionId(joinOf(number));
            case "joined" -> MICROS.format(at(joinOf(number)));
            case "duration" ->
                Long.toString(Duration.between(at(joinOf(number)), at(number)).toSeconds());
            case "count" -> Integer.toString(counted(number));
            case "anonymous" -> Integer.toString(countedAnonymous(number));
            case "chat" -> chatCid;
            case "chatType" -> chatCid.substring(0, chatCid.indexOf(':'));
            case "chatId" -> chatCid.substring(chatCid.indexOf(':') + 1);
            case "message" -> messageId(number);
            case "text" -> TEXTS[number % TEXTS.length];
            default -> throw new IllegalStateException("no value for " + place);
        };
    }

    private UUID id(int number) {
        return new UUID(idBits, (number * SPREAD & LOW_62_BITS) | Long.MIN_VALUE);
    }

    /** By Newton's iteration, which doubles the number of right bits each time. */
    private static long inverse(long odd) {
        long inverse = odd;
        for (int bits = 3; bits < Long.SIZE; bits *= 2) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
