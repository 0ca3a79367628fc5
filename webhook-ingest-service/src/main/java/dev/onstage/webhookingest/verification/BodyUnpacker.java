package dev.onstage.webhookingest.verification;

import java.io.IOException;

/**
 * Unpacks gzip, recognised by its magic bytes: a proxy may have unpacked the body already without touching the header, or
 * the other way round. It unpacks once: gzip within gzip is a body that nobody signed. Stops as soon as the result exceeds its
 * bound, since nobody has proved anything yet.
 */
final class BodyUnpacker {
    private BodyUnpacker() {}

    /**
     * The same array when it is not compressed.
     *
     * @throws RefusedDeliveryException when it cannot be unpacked, or to more than the bound
     */
    static byte[] unpack(byte[] received, long maxUnpacked) {
        if (!GzipMembers.isGzip(received)) {
            return received;
        }
        int bound = Math.toIntExact(maxUnpacked);
        try (GzipMembers members = new GzipMembers(received)) {
            byte[] unpacked = members.readNBytes(bound);
            if (unpacked.length == bound && members.read() >= 0) {
                throw RefusedDeliveryException.tooLarge("The unpacked body is larger than " + bound + " bytes.");
            }
            return unpacked;
        } catch (IOException broken) {
            throw RefusedDeliveryException.damaged(
                    "The body begins as gzip but cannot be unpacked: " + broken.getMessage() + ".");
        }
    }
}
