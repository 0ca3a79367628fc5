package dev.onstage.support.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void shouldKeepAForgedLineOnItsOwnLine() {
        assertThat(LogText.of("/a\n2026 INFO all is well\r\u2028\u0000\u200b"))
                .isEqualTo("/a%0A2026 INFO all is well%0D%E2%80%A8%00%E2%80%8B");
        assertThat(LogText.of("caf\u00e9 \ud83c\udfac")).isEqualTo("caf\u00e9 \ud83c\udfac");
        assertThat(LogText.of(null)).isEqualTo("null");
    }

    @Test
    void shouldCutOffWhatNobodyReads() {
        assertThat(LogText.of("x".repeat(10_000))).hasSize(500);
    }
}
