package dev.onstage.notifier.outbound;

import io.smallrye.common.net.Inet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells IP addresses from names in a host, in every notation that some part of a network stack takes for an address: as
 * 169.254.169.254 they may also write 0xA9FEA9FE, 0251.254.43518 or [::ffff:a9fe:a9fe]. What is neither a usual name nor an
 * address is refused, so that nothing further down can read it otherwise than it was checked.
 */
public final class HostNotation {
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    /** Last labels that lead nowhere in the public name system. */
    private static final Set<String> LOCAL_NAMES = Set.of(
            "localhost",
            "local",
            "localdomain",
            "internal",
            "intranet",
            "lan",
            "home",
            "corp",
            "private",
            "arpa",
            "invalid",
            "test",
            "onion",
            "alt");

    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)");
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9]\\d{0,9}");
    private static final Pattern OCTAL = Pattern.compile("0[0-7]{1,12}");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-f]{0,9}");
    private static final int IPV4_BYTES = 4;

    private HostNotation() {}

    /**
     * The address a host is, null when it is a name.
     *
     * @param host in lower case, an IPv6 address in brackets
     * @throws IllegalArgumentException with a sentence for a person when it is neither
     */
    public static @Nullable InetAddress address(String host) {
        if (host.startsWith("[")) {
            return ipv6(host);
        }
        if (ENDS_IN_A_NUMBER.matcher(host).matches()) {
            return ipv4(host);
        }
        if (host.endsWith(".")) {
            throw new IllegalArgumentException("The host must not end with a dot.");
        }
        if (!NAME.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "The host is not a valid name; one with other letters is written in its xn-- form.");
        }
        return null;
    }

    /** Whether a name, in lower case, is one that only a local network knows. */
    public static boolean isLocalName(String host) {
        return LOCAL_NAMES.contains(host.substring(host.lastIndexOf('.') + 1)) || !host.contains(".");
    }

    private static InetAddress ipv6(String host) {
        if (host.contains("%")) {
            throw new IllegalArgumentException("An IPv6 address with a zone is only known on one machine.");
        }
        byte[] bytes = host.endsWith("]") ? Inet.parseInet6AddressToBytes(host.substring(1, host.length() - 1)) : null;
        if (bytes == null) {
            throw new IllegalArgumentException("The host is not a valid IPv6 address.");
        }
        return address(bytes);
    }

    /** Reads as a browser does: one to four numbers, the last of which fills the bytes that are left. */
    private static InetAddress ipv4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length > IPV4_BYTES) {
            throw notAnAddress();
        }
        long value = 0;
        for (int i = 0; i < parts.length; i++) {
            int bytes = i == parts.length - 1 ? IPV4_BYTES - i : 1;
            long part = number(parts[i]);
            if (part >= 1L << (Byte.SIZE * bytes)) {
                throw notAnAddress();
            }
            value = (value << (Byte.SIZE * bytes)) | part;
        }
        return address(ByteBuffer.allocate(IPV4_BYTES).putInt((int) value).array());
    }

    /** Of an IPv4 address inside a mapped IPv6 one this makes an IPv4 address. */
    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("An address has 4 or 16 bytes", e);
        }
    }

    private static long number(String part) {
        if (DECIMAL.matcher(part).matches()) {
            return Long.parseLong(part);
        }
        if (OCTAL.matcher(part).matches()) {
            return Long.parseLong(part, 8);
        }
        if (HEX.matcher(part).matches()) {
            return part.length() == 2 ? 0 : Long.parseLong(part.substring(2), 16);
        }
        throw notAnAddress();
    }

    private static IllegalArgumentException notAnAddress() {
        return new IllegalArgumentException("A host that ends in a number must be an IPv4 address.");
    }
}
