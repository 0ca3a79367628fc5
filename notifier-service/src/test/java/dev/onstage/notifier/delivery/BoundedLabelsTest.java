package dev.onstage.notifier.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedLabelsTest {

    @Test
    void shouldNameTheFirstNumbersAndNoMore() {
        BoundedLabels labels = new BoundedLabels(2);

        assertThat(labels.label(204)).isEqualTo("204");
        assertThat(labels.label(429)).isEqualTo("429");
        assertThat(labels.label(999)).isEqualTo("other");
        assertThat(labels.label(998)).isEqualTo("other");
        assertThat(labels.label(204)).isEqualTo("204");
    }
}
