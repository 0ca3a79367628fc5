package dev.onstage.support.audit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.junit.jupiter.api.Test;

class AuditNoteTest {

    @Test
    void shouldTakeIds() {
        AuditNote note = new AuditNote();
        note.channel("main");
        note.object("018F2B6C-0000-7000-8000-000000000001");

        assertThat(note.channelOr(null)).isEqualTo("main");
        assertThat(note.objectOr(null)).isEqualTo("018F2B6C-0000-7000-8000-000000000001");
    }

    @Test
    void shouldTakeNothingElse() {
        AuditNote note = new AuditNote();
        note.channel("x".repeat(1_000_000));
        note.object("Kq3_a-code-that-lets-in");

        assertThat(note.channelOr(null)).isNull();
        assertThat(note.objectOr("before")).isEqualTo("before");
    }

    @Test
    void shouldLeaveOutTheCodesOfAddresses() {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        parameters.add("channelId", "main");
        parameters.add("destinationId", "public");
        parameters.add("code", "Kq3_a-code-that-lets-in");
        parameters.add("ticket", "another-one");

        assertThat(AuditFilter.object(parameters)).isEqualTo("public");
    }
}
