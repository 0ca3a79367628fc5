package dev.onstage.notifier.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class HostNotationPropertyTest {
    private enum Notation {
        DECIMAL,
        OCTAL,
        HEX
    }

    /** One to four parts, each in a notation of its own; the last has the bytes that are left. */
    @Property
    void shouldReadAnAddressHoweverItIsWritten(
            @ForAll int address,
            @ForAll @IntRange(min = 1, max = 4) int parts,
            @ForAll @Size(4) List<Notation> notations) {
        List<String> written = new ArrayList<>();
        long bits = Integer.toUnsignedLong(address);
        for (int i = 0; i < parts - 1; i++) {
            written.add(write((bits >> (24 - 8 * i)) & 0xff, notations.get(i)));
        }
        written.add(write(bits & ((1L << (8 * (5 - parts))) - 1), notations.get(parts - 1)));

        InetAddress read = HostNotation.address(String.join(".", written));

        assertThat(Objects.requireNonNull(read).getHostAddress()).isEqualTo(NetUtil.intToIpAddress(address));
    }

    private static String write(long part, Notation notation) {
        return switch (notation) {
            case DECIMAL -> Long.toString(part);
            case OCTAL -> "0" + Long.toOctalString(part);
            case HEX -> "0x" + Long.toHexString(part);
        };
    }
}
