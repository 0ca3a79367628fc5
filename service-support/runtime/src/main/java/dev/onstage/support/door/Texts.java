package dev.onstage.support.door;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What no text of a request's address or headers may hold. */
final class Texts {
    private static final int HEX = 16;

    /** Why a text is refused, as the end of a sentence that begins with its name. */
    enum Flaw {
        BROKEN_ESCAPE("has a percent sign that does not begin an escape such as %20"),
        NOT_UTF_8("is not UTF-8 text"),
        CONTROL_CHARACTER("holds a control character"),
        NOT_ASCII("holds a character that has to be written as an escape such as %20");

        private final String sentence;

        Flaw(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    private Texts() {}

    /** What is wrong with a part of an address as it was sent, percent escapes and all; null when nothing is. */
    static @Nullable Flaw inAddress(String raw) {
        boolean escaped = false;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (Character.isISOControl(c)) {
                return Flaw.CONTROL_CHARACTER;
            }
            if (c > '~') {
                return Flaw.NOT_ASCII;
            }
            escaped |= c == '%';
        }
        return escaped ? inEscapes(raw) : null;
    }

    private static @Nullable Flaw inEscapes(String raw) {
        byte[] bytes = unescape(raw);
        if (bytes == null) {
            return Flaw.BROKEN_ESCAPE;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().anyMatch(Character::isISOControl) ? Flaw.CONTROL_CHARACTER : null;
        } catch (CharacterCodingException notText) {
            return Flaw.NOT_UTF_8;
        }
    }

    /** The bytes that a text stands for; null when an escape is broken. */
    private static byte @Nullable [] unescape(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            if (i + 2 >= raw.length()) {
                return null;
            }
            int high = Character.digit(raw.charAt(i + 1), HEX);
            int low = Character.digit(raw.charAt(i + 2), HEX);
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high * HEX + low);
            i += 2;
        }
        return bytes.toByteArray();
    }

    /** Whether a header's value holds a control character; a tab is none here. */
    static boolean isBrokenHeader(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 127) {
                return true;
            }
        }
        return false;
    }
}
