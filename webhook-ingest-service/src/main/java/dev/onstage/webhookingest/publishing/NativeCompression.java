package dev.onstage.webhookingest.publishing;

import net.jpountz.lz4.LZ4Factory;
import org.jboss.logging.Logger;

/**
 * Has lz4-java use its native code, which takes a third of the time. Unasked it does so only where the system's class loader
 * loads it, and that of a packaged Quarkus application is another. Where there is no native code, as in a native image,
 * lz4-java goes on in plain Java.
 */
final class NativeCompression {
    private static final Logger LOG = Logger.getLogger(NativeCompression.class);

    private NativeCompression() {}

    /** Loads it, once it is loaded for all; must come before the first compressed batch to help that one too. */
    static void prefer() {
        try {
            LOG.debugf("Compression: %s", LZ4Factory.nativeInstance());
        } catch (RuntimeException | Error absent) {
            LOG.debugf("Compression in plain Java: %s", absent);
        }
    }
}
