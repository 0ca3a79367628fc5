package dev.onstage.webhookingest.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onstage.webhookingest.SignedDeliveries;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class GzipMembersPropertyTest {
    private static final int BOUND = 1 << 20;
    /** Checksum and length of the contents. */
    private static final int TRAILER = 8;

    /** Where a header says what it consists of, and whether it has a checksum. */
    private static final int FLAGS = 3;

    private static final byte[] EMPTY = SignedDeliveries.gzip(new byte[0]);

    /**
     * A member as RFC 1952 allows it.
     *
     * @param content one character a byte
     * @param extra the extra field, null without one
     * @param name the file name, null without one
     * @param comment null without one
     * @param headerChecksum whether the header has a checksum
     */
    record Member(
            String content,
            @Nullable String extra,
            @Nullable String name,
            @Nullable String comment,
            boolean headerChecksum) {
        byte[] packed() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int flags = (headerChecksum ? 2 : 0)
                    | (extra == null ? 0 : 4)
                    | (name == null ? 0 : 8)
                    | (comment == null ? 0 : 16);
            out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, 3});
            if (extra != null) {
                out.write(extra.length() & 0xff);
                out.write(extra.length() >> 8);
                out.writeBytes(bytes(extra));
            }
            if (name != null) {
                out.writeBytes(bytes(name + "\0"));
            }
            if (comment != null) {
                out.writeBytes(bytes(comment + "\0"));
            }
            if (headerChecksum) {
                long checksum = checksum(out.toByteArray());
                out.write((int) checksum & 0xff);
                out.write((int) (checksum >> 8) & 0xff);
            }
            out.writeBytes(deflated(bytes(content)));
            writeInt(out, checksum(bytes(content)));
            writeInt(out, content.length());
            return out.toByteArray();
        }

        int headerLength() {
            return packed().length - deflated(bytes(content)).length - TRAILER;
        }

        private static byte[] deflated(byte[] content) {
            Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
            deflater.setInput(content);
            deflater.finish();
            byte[] buffer = new byte[content.length + 100];
            int length = deflater.deflate(buffer);
            deflater.end();
            return Arrays.copyOf(buffer, length);
        }

        private static long checksum(byte[] bytes) {
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            return checksum.getValue();
        }

        private static void writeInt(ByteArrayOutputStream out, long value) {
            for (int shift = 0; shift < 32; shift += 8) {
                out.write((int) (value >> shift) & 0xff);
            }
        }
    }

    @Property(tries = 500)
    void unpacksAllMembersOneAfterTheOther(@ForAll("members") List<Member> members) {
        assertThat(BodyUnpacker.unpack(packed(members), BOUND)).isEqualTo(contents(members));
    }

    @Property(tries = 500)
    void refusesWhatIsCutOffAnywhere(@ForAll("members") List<Member> members, @ForAll("fractions") double where) {
        byte[] packed = packed(members);
        int end = members.size() == 1 ? 0 : packed(members.subList(0, members.size() - 1)).length;
        int cut = end + 1 + (int) (where * (packed.length - end - 1));
        byte[] cutOff = Arrays.copyOf(packed, Math.max(2, Math.min(cut, packed.length - 1)));

        refused(cutOff, RefusalReason.DAMAGED);
    }

    @Property(tries = 500)
    void refusesWhateverFollowsTheLastMember(@ForAll("members") List<Member> members, @ForAll("tails") byte[] tail) {
        refused(joined(packed(members), tail), RefusalReason.DAMAGED);
    }

    /**
     * Gives back what was packed, or refuses. A header without a checksum may be changed into another valid one, whose fields
     * reach into what followed: then it is what the platform reads, which looks at the checksums of all contents too.
     */
    @Property(tries = 2000)
    void neverAnswersAnythingButTheContents(
            @ForAll("members") List<Member> members, @ForAll("fractions") double where, @ForAll byte change)
            throws IOException {
        byte[] packed = packed(members);
        int changed = 2 + (int) (where * (packed.length - 3));
        packed[changed] ^= change;

        neverAnswersAnythingElse(packed, changed, members);
    }

    @Example
    void readsOverMembersAsFarAsAnExtraFieldReaches() throws IOException {
        Member first = new Member("aaaaa", "x", null, null, false);
        Member second = new Member("bbbbb", null, null, null, false);
        Member third = new Member("ccccc", null, null, null, false);
        byte[] packed = packed(List.of(first, second, third));
        // Up to just before the deflated part of the third, as if there were no header before it.
        int lengthOfExtra = 10;
        packed[lengthOfExtra] =
                (byte) (first.packed().length + second.packed().length + third.headerLength() - lengthOfExtra - 2);

        assertThat(BodyUnpacker.unpack(packed, BOUND)).isEqualTo(bytes("ccccc"));
        neverAnswersAnythingElse(packed, lengthOfExtra, List.of(first, second, third));
    }

    private static void neverAnswersAnythingElse(byte[] packed, int changed, List<Member> members) throws IOException {
        try {
            assertThat(BodyUnpacker.unpack(packed, BOUND))
                    .isEqualTo(isInUncheckedHeader(changed, members) ? readByThePlatform(packed) : contents(members));
        } catch (RefusedDeliveryException refused) {
            assertThat(refused.reason()).isEqualTo(RefusalReason.DAMAGED);
        }
    }

    private static boolean isInUncheckedHeader(int position, List<Member> members) {
        int begin = 0;
        for (Member member : members) {
            if (position >= begin && position < begin + member.headerLength()) {
                return !member.headerChecksum() || position == begin + FLAGS;
            }
            begin += member.packed().length;
        }
        return false;
    }

    private static byte[] readByThePlatform(byte[] packed) throws IOException {
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return unpacked.readAllBytes();
        }
    }

    @Property(tries = 500)
    void neverFailsInAnotherWay(@ForAll byte[] noise) {
        byte[] packed = joined(new byte[] {0x1f, (byte) 0x8b, 8, 0}, noise);

        try {
            assertThat(BodyUnpacker.unpack(packed, BOUND)).hasSizeLessThanOrEqualTo(BOUND);
        } catch (RefusedDeliveryException refused) {
            assertThat(refused.reason()).isIn(RefusalReason.DAMAGED, RefusalReason.TOO_LARGE);
        }
    }

    @Property(tries = 200)
    void stopsAtTheBoundHoweverItIsDivided(@ForAll("members") List<Member> members) {
        byte[] contents = contents(members);
        byte[] packed = packed(members);

        assertThat(BodyUnpacker.unpack(packed, contents.length)).isEqualTo(contents);
        if (contents.length > 0) {
            assertThatThrownBy(() -> BodyUnpacker.unpack(packed, contents.length - 1))
                    .isInstanceOfSatisfying(RefusedDeliveryException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(RefusalReason.TOO_LARGE));
        }
    }

    @Example
    void takesABoundedNumberOfMembers() {
        assertThat(BodyUnpacker.unpack(repeated(EMPTY, GzipMembers.MOST_MEMBERS), BOUND))
                .isEmpty();
        refused(repeated(EMPTY, GzipMembers.MOST_MEMBERS + 1), RefusalReason.DAMAGED);
        refused(repeated(EMPTY, 40_000), RefusalReason.DAMAGED);
        refused(repeated(SignedDeliveries.gzip(new byte[] {'{'}), 40_000), RefusalReason.DAMAGED);
    }

    @Example
    void unpacksOnce() {
        byte[] packed = SignedDeliveries.gzip(bytes("{}"));
        byte[] nested = packed;
        for (int i = 0; i < 200; i++) {
            byte[] inner = nested;
            nested = SignedDeliveries.gzip(inner);
            assertThat(BodyUnpacker.unpack(nested, BOUND)).isEqualTo(inner);
        }
    }

    @Example
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> BodyUnpacker.unpack(Arrays.copyOf(EMPTY, EMPTY.length - 1), BOUND))
                .hasMessageContaining("cut off");
        assertThatThrownBy(() -> BodyUnpacker.unpack(joined(EMPTY, new byte[1]), BOUND))
                .hasMessageContaining("something else follows");
        byte[] wrong = SignedDeliveries.gzip(new byte[] {1, 2, 3});
        wrong[wrong.length - 1] ^= 1;
        assertThatThrownBy(() -> BodyUnpacker.unpack(wrong, BOUND)).hasMessageContaining("length");
    }

    @Example
    void readsSingleBytesAsWell() throws IOException {
        byte[] content = {(byte) 0xff, 0, 7};
        try (GzipMembers members = new GzipMembers(joined(EMPTY, SignedDeliveries.gzip(content)))) {
            assertThat(List.of(members.read(), members.read(), members.read(), members.read(), members.read()))
                    .containsExactly(0xff, 0, 7, -1, -1);
        }
    }

    @Provide
    Arbitrary<List<Member>> members() {
        Arbitrary<String> contents =
                Arbitraries.strings().withCharRange('a', 'e').ofMaxLength(2000);
        Arbitrary<String> texts =
                Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(20).injectNull(0.5);
        return Combinators.combine(
                        contents,
                        Arbitraries.strings()
                                .withCharRange('\0', '\u00ff')
                                .ofMaxLength(300)
                                .injectNull(0.5),
                        texts,
                        texts,
                        Arbitraries.of(true, false))
                .as(Member::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<Double> fractions() {
        return Arbitraries.doubles().between(0, 1);
    }

    /** Zeros too: some tools ignore them, but nobody signs them. */
    @Provide
    Arbitrary<byte[]> tails() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1, 50).map(byte[]::new),
                Arbitraries.bytes()
                        .array(byte[].class)
                        .ofMinSize(1)
                        .ofMaxSize(50)
                        .filter(tail -> tail[0] != 0x1f));
    }

    private static void refused(byte[] packed, RefusalReason reason) {
        assertThatThrownBy(() -> BodyUnpacker.unpack(packed, BOUND))
                .isInstanceOfSatisfying(RefusedDeliveryException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }

    private static byte[] packed(List<Member> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        members.forEach(member -> out.writeBytes(member.packed()));
        return out.toByteArray();
    }

    private static byte[] contents(List<Member> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        members.forEach(member -> out.writeBytes(bytes(member.content())));
        return out.toByteArray();
    }

    private static byte[] bytes(String characters) {
        return characters.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] repeated(byte[] one, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            out.writeBytes(one);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
