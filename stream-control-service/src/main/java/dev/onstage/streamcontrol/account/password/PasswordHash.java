package dev.onstage.streamcontrol.account.password;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What is stored of a password: {@code $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>}, the PHC form of Argon2id (RFC 9106).
 * Each hash carries the cost it was made with, so the cost can be raised: older hashes still answer, and {@link #isOutdated}
 * says that they should be made again.
 *
 * <p>Older installs have bcrypt hashes. bcrypt reads 72 bytes and reads the password over and over with a NUL in between, so
 * it takes a longer password, or a password with NUL, for another one. The passwords behind those hashes were bounded at 72
 * bytes, so neither kind is ever right for a bcrypt hash.
 */
public final class PasswordHash {

    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int BCRYPT_BYTES = 72;
    private static final String BCRYPT_PREFIX = "$2";

    private static final Pattern FORM = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private static final LongAdder WORK = new LongAdder();

    private PasswordHash() {}

    /** What hashing has cost since the start of the process: kibibytes of memory, as often as they were gone through. */
    public static long work() {
        return WORK.sum();
    }

    /** The hash to store of a password in its canonical form. */
    public static String of(String canonical, PasswordCost cost) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        byte[] hash = argon2id(canonical, salt, cost, LANES, HASH_BYTES);
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(cost.memoryKib(), cost.passes(), LANES, encode(salt), encode(hash));
    }

    /**
     * Whether a password is the one that was stored.
     *
     * @param typed as it was typed
     * @param stored what is stored
     */
    public static boolean matches(String typed, String stored) {
        if (stored.startsWith(BCRYPT_PREFIX)) {
            return isReadByBcrypt(typed) && BcryptUtil.matches(typed, stored);
        }
        Matcher parts = FORM.matcher(stored);
        if (!parts.matches()) {
            throw new IllegalStateException("A stored password hash is not readable");
        }
        var cost = new PasswordCost(number(parts, 1), number(parts, 2));
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        Optional<String> canonical = PasswordRules.canonical(typed);
        byte[] actual = argon2id(canonical.orElse(""), salt, cost, number(parts, 3), expected.length);
        return MessageDigest.isEqual(expected, actual) && canonical.isPresent();
    }

    /** Takes as long as {@link #matches} with a hash of that cost, for an account that does not exist. */
    public static void spendTheTimeOfAMatch(String typed, PasswordCost cost) {
        byte[] unused =
                argon2id(PasswordRules.canonical(typed).orElse(""), new byte[SALT_BYTES], cost, LANES, HASH_BYTES);
    }

    /** Whether a stored hash should be made again when the password is at hand: bcrypt, or a lower cost. */
    public static boolean isOutdated(String stored, PasswordCost current) {
        Matcher parts = FORM.matcher(stored);
        return !parts.matches() || new PasswordCost(number(parts, 1), number(parts, 2)).isLessThan(current);
    }

    private static boolean isReadByBcrypt(String typed) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(typed));
            return typed.indexOf('\0') < 0 && bytes.remaining() <= BCRYPT_BYTES;
        } catch (CharacterCodingException unpairedSurrogate) {
            return false;
        }
    }

    private static byte[] argon2id(String password, byte[] salt, PasswordCost cost, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        WORK.add((long) cost.memoryKib() * cost.passes());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
