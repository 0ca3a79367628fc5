package dev.onstage.support.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CopyNameTest {

    @Test
    void shouldBeginWithTheNameThatStays() {
        assertThat(new CopyName(Optional.of("notifier-0")).text()).startsWith("notifier-0-");
    }

    @Test
    void shouldNotBeThatOfTheProcessBefore() {
        Optional<String> instance = Optional.of("notifier-0");

        assertThat(new CopyName(instance).text()).isNotEqualTo(new CopyName(instance).text());
        assertThat(new CopyName(Optional.empty()).text()).isNotEqualTo(new CopyName(Optional.empty()).text());
    }

    @Test
    void shouldStayTheSame() {
        CopyName copy = new CopyName(Optional.empty());

        assertThat(copy.text()).isNotEmpty().isEqualTo(copy.text());
    }
}
