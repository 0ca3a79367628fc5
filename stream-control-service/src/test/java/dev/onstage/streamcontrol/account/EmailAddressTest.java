package dev.onstage.streamcontrol.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mara@example.org",
                "MARA@EXAMPLE.ORG",
                " mara@example.org\n",
                "\ufeffmara@example.org\u00a0",
                "\uff4dara@example\uff0eorg",
                "\uff2dara@example.org"
            })
    void shouldNameOneAccountInAnySpelling(String spelling) {
        assertThat(EmailAddress.of(spelling).key()).isEqualTo("mara@example.org");
    }

    @Test
    void shouldFoldLettersBeyondAscii() {
        assertThat(EmailAddress.of("RE\u0301NE\u0301@example.org").key())
                .isEqualTo(EmailAddress.of("r\u00e9n\u00e9@example.org").key());
    }

    @Test
    void shouldKeepWhatWasWritten() {
        assertThat(EmailAddress.of(" Mara@Example.org ").written()).isEqualTo("Mara@Example.org");
    }
}
