package dev.onstage.webhookingest.journal;

import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * Where a page ended: the delivery shown last. Positions never change, since a delivery stands where its first attempt
 * does: what comes in meanwhile moves nothing across a page's edge.
 *
 * @param receivedAt of the first attempt, to the microsecond
 * @param deliveryId of the first attempt
 */
public record DeliveryCursor(Instant receivedAt, UUID deliveryId) {
    private static final int BYTES = 3 * Long.BYTES;
    private static final long MICROS = 1_000_000;
    private static final int NANOS_OF_MICRO = 1_000;

    /** The position of a row. */
    public static DeliveryCursor of(DeliveryRow row) {
        return new DeliveryCursor(row.receivedAt(), row.deliveryId());
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws ProblemException {@code invalid-request} for anything else
     */
    public static DeliveryCursor decode(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            DeliveryCursor cursor = new DeliveryCursor(
                    Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS), new UUID(bytes.getLong(), bytes.getLong()));
            if (!bytes.hasRemaining() && cursor.receivedAt().isAfter(Instant.EPOCH)) {
                return cursor;
            }
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | DateTimeException
                | ArithmeticException notOurs) {
            throw unusable(notOurs);
        }
        throw unusable(new IllegalArgumentException("too long, or before all time"));
    }

    /** Opaque to whoever gets it; fit for an address. */
    public String encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(
                        Math.multiplyExact(receivedAt.getEpochSecond(), MICROS) + receivedAt.getNano() / NANOS_OF_MICRO)
                .putLong(deliveryId.getMostSignificantBits())
                .putLong(deliveryId.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static ProblemException unusable(Exception cause) {
        return new ProblemException(ProblemType.INVALID_REQUEST, "The cursor is not one of this list.", cause)
                .fix("Take it from the answer as it is, or leave it out to begin.");
    }
}
