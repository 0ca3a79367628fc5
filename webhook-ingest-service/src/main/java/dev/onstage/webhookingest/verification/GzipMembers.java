package dev.onstage.webhookingest.verification;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * What gzip holds (RFC 1952): the contents of its members one after the other, however many of them are empty. Reads members
 * in a loop and takes no more than a bounded number of them, so that no body can make it recurse or go on for long. Checksums
 * and lengths are checked, and nothing may follow the last member.
 */
public final class GzipMembers extends InputStream {
    /** More than any sender needs that writes its body in parts, and few enough to cost nothing. */
    static final int MOST_MEMBERS = 1000;

    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 1 << 1;
    private static final int EXTRA_FIELD = 1 << 2;
    private static final int FILE_NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int RESERVED_FLAGS = 0xe0;
    private static final int TIME_AND_SYSTEM_BYTES = 6;

    private final byte[] packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] single = new byte[1];
    private int position;
    private int members;
    private boolean within;

    /** Reads from an array, which must not be changed meanwhile. */
    public GzipMembers(byte[] packed) {
        this.packed = packed;
    }

    /** Whether the bytes begin as gzip does. */
    static boolean isGzip(byte[] bytes) {
        return bytes.length >= 2 && (bytes[0] & 0xff) == MAGIC_1 && (bytes[1] & 0xff) == MAGIC_2;
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    /**
     * Reads on.
     *
     * @throws IOException when the bytes are not gzip from the first to the last, or have too many members
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (within || position < packed.length || members == 0) {
            if (!within) {
                beginMember();
            }
            int count = inflate(target, offset, length);
            if (count > 0) {
                checksum.update(target, offset, count);
                return count;
            }
            if (!inflater.finished()) {
                throw cutOff();
            }
            endMember();
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException damaged) {
            ZipException problem = new ZipException("its contents are damaged");
            problem.initCause(damaged);
            throw problem;
        }
    }

    private void beginMember() throws IOException {
        if (++members > MOST_MEMBERS) {
            throw new ZipException("it has more than " + MOST_MEMBERS + " members");
        }
        readHeader();
        inflater.reset();
        inflater.setInput(packed, position, packed.length - position);
        checksum.reset();
        within = true;
    }

    private void readHeader() throws IOException {
        int from = position;
        if (next() != MAGIC_1 || next() != MAGIC_2) {
            throw new ZipException(members == 1 ? "it does not begin as gzip" : "something else follows");
        }
        int method = next();
        int flags = next();
        if (method != DEFLATE || (flags & RESERVED_FLAGS) != 0) {
            throw new ZipException("its header is not one that gzip defines");
        }
        skip(TIME_AND_SYSTEM_BYTES);
        if ((flags & EXTRA_FIELD) != 0) {
            skip(nextShort());
        }
        if ((flags & FILE_NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            checksum.reset();
            checksum.update(packed, from, position - from);
            if (nextShort() != (checksum.getValue() & 0xffff)) {
                throw new ZipException("the checksum of its header is wrong");
            }
        }
    }

    private void endMember() throws IOException {
        position = packed.length - inflater.getRemaining();
        within = false;
        if (nextInt() != checksum.getValue()) {
            throw new ZipException("its checksum is wrong");
        }
        if (nextInt() != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("its length is wrong");
        }
    }

    private int next() throws EOFException {
        if (position >= packed.length) {
            throw cutOff();
        }
        return packed[position++] & 0xff;
    }

    private int nextShort() throws EOFException {
        return next() | next() << 8;
    }

    private long nextInt() throws EOFException {
        return nextShort() | (long) nextShort() << 16;
    }

    private void skip(int count) throws EOFException {
        if (count > packed.length - position) {
            throw cutOff();
        }
        position += count;
    }

    private void skipText() throws EOFException {
        int character;
        do {
            character = next();
        } while (character != 0);
    }

    private static EOFException cutOff() {
        return new EOFException("it is cut off");
    }

    @Override
    public void close() {
        inflater.end();
    }
}
