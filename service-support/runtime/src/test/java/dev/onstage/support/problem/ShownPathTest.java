package dev.onstage.support.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownPathTest {
    @Test
    void shouldShowNoCodeOfAnInvite() {
        assertThat(ShownPath.of("/api/invites/s3cret/accept")).isEqualTo("/api/invites/***/accept");
        assertThat(ShownPath.of("//api/invites//s3cret")).isEqualTo("//api/invites//***");
    }

    @Test
    void shouldShowEveryOtherPathAsItWasSent() {
        assertThat(ShownPath.of("/api/channels/main/invites/1")).isEqualTo("/api/channels/main/invites/1");
        assertThat(ShownPath.of("/api/invites/")).isEqualTo("/api/invites/");
        assertThat(ShownPath.of("/a\nb")).isEqualTo("/a%0Ab");
    }
}
