package dev.onstage.streamcontrol.account.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    private static final PasswordCost LITTLE = new PasswordCost(64, 1);

    @Test
    void shouldBeOfAFormThatOtherLibrariesRead() {
        assertThat(PasswordHash.of("correct horse battery", PasswordCost.LEAST))
                .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        // Made with the reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
        assertThat(PasswordHash.matches(
                        "password",
                        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
                .isTrue();
    }

    @Test
    void shouldNotBeTheSameTwice() {
        assertThat(PasswordHash.of("x", LITTLE)).isNotEqualTo(PasswordHash.of("x", LITTLE));
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, 71, 72, 73, 100, 128, 1000})
    void shouldTellAPasswordFromItsBeginningAndItsContinuation(int length) {
        String password = "a".repeat(length);
        String hash = PasswordHash.of(password, LITTLE);

        assertThat(PasswordHash.matches(password, hash)).isTrue();
        for (String other : List.of(
                password + "a",
                password + "b",
                password + "\0",
                password + "\0" + password,
                password.substring(1),
                "b" + password.substring(1),
                password.toUpperCase(java.util.Locale.ROOT),
                "\0" + password,
                "")) {
            assertThat(PasswordHash.matches(other, hash)).as(other).isFalse();
        }
    }

    @Test
    void shouldTakeOneTextInAnyOfItsUnicodeForms() {
        String hash = PasswordHash.of(PasswordRules.requireAcceptable("cr\u00e8me br\u00fbl\u00e9e"), LITTLE);

        assertThat(PasswordHash.matches("cre\u0300me bru\u0302le\u0301e", hash)).isTrue();
        assertThat(PasswordHash.matches("\uff43r\u00e8me\u00a0br\u00fbl\u00e9e", hash))
                .isTrue();
        assertThat(PasswordHash.matches("creme brulee", hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"half a \ud83c pair", "half a \udfac pair"})
    void shouldNeverTakeHalfAPairForSomethingElse(String typed) {
        String replaced = typed.replaceAll("[\ud83c\udfac]", "?");

        assertThat(PasswordHash.matches(typed, PasswordHash.of(replaced, LITTLE)))
                .isFalse();
        assertThat(PasswordHash.matches(typed, BcryptUtil.bcryptHash(replaced, 4)))
                .isFalse();
    }

    @Test
    void shouldReadOldHashesForThePasswordsTheyWereMadeOf() {
        String longest = "p".repeat(72);

        assertThat(PasswordHash.matches("old password", BcryptUtil.bcryptHash("old password", 4)))
                .isTrue();
        assertThat(PasswordHash.matches("new password", BcryptUtil.bcryptHash("old password", 4)))
                .isFalse();
        assertThat(PasswordHash.matches(longest, BcryptUtil.bcryptHash(longest, 4)))
                .isTrue();
        assertThat(PasswordHash.matches(longest + "x", BcryptUtil.bcryptHash(longest, 4)))
                .isFalse();
        assertThat(PasswordHash.matches("\u00e9".repeat(37), BcryptUtil.bcryptHash("\u00e9".repeat(36), 4)))
                .isFalse();
        for (String other : List.of("old password\0", "old password\0old password", "old password\0x")) {
            assertThat(PasswordHash.matches(other, BcryptUtil.bcryptHash("old password", 4)))
                    .isFalse();
        }
    }

    @Test
    void shouldKnowWhatShouldBeHashedAgain() {
        var current = new PasswordCost(64, 2);

        assertThat(PasswordHash.isOutdated(BcryptUtil.bcryptHash("x", 4), current))
                .isTrue();
        assertThat(PasswordHash.isOutdated(PasswordHash.of("x", new PasswordCost(32, 2)), current))
                .isTrue();
        assertThat(PasswordHash.isOutdated(PasswordHash.of("x", new PasswordCost(64, 1)), current))
                .isTrue();
        assertThat(PasswordHash.isOutdated(PasswordHash.of("x", current), current))
                .isFalse();
        assertThat(PasswordHash.isOutdated(PasswordHash.of("x", new PasswordCost(65, 3)), current))
                .isFalse();
    }

    @Test
    void shouldNotShowAHashThatItCannotRead() {
        assertThatThrownBy(() -> PasswordHash.matches("x", "$scrypt$secret"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("secret");
    }
}
