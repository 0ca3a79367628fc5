package dev.onstage.webhookingest.verification;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks gzip, recognised by its magic bytes: a proxy may have unpacked the body already without touching the header, or
 * the other way round. Stops as soon as the result exceeds its bound, since nobody has proved anything yet.
 */
final class BodyUnpacker {
    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;

    private BodyUnpacker() {}

    /** The same array when it is not compressed. */
    static byte[] unpack(byte[] received, long maxUnpacked) {
        if (received.length < 2 || (received[0] & 0xff) != MAGIC_1 || (received[1] & 0xff) != MAGIC_2) {
            return received;
        }
        int bound = Math.toIntExact(maxUnpacked);
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(received))) {
            byte[] unpacked = stream.readNBytes(bound);
            if (unpacked.length == bound && stream.read() >= 0) {
                throw RefusedDeliveryException.tooLarge("The unpacked body is larger than " + bound + " bytes.");
            }
            return unpacked;
        } catch (IOException broken) {
            throw RefusedDeliveryException.notSigned(RefusalReason.DAMAGED);
        }
    }
}
