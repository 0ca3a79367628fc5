package dev.onstage.streamcontrol.invite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.streamcontrol.account.mail.MailServer;
import dev.onstage.streamcontrol.invite.InvitationMail.Invitation;
import dev.onstage.streamcontrol.invite.InvitationMail.Outcome;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MailedInvitationsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final String LINK = "http://127.0.0.1:8080/c/main#invite=secret";
    private static final Invitation INVITATION = new Invitation(
            "lena@example.org", "Fri <b>& Sat</b>", "Mara <i>M</i>", LINK, Instant.parse("2026-12-03T18:05:00Z"));

    private final MailServer takesAll = new MailServer(() -> Uni.createFrom().voidItem());

    @Test
    void shouldSayWhatBecameOfIt() {
        MailServer takesNone = new MailServer(() -> Uni.createFrom().failure(new IllegalStateException("550 no")));

        assertThat(outcome(new MailedInvitations(takesAll.mails(LONG)))).isEqualTo(Outcome.SENT);
        assertThat(outcome(new MailedInvitations(takesNone.mails(LONG)))).isEqualTo(Outcome.FAILED);
    }

    @Test
    void shouldSendNothingWhereTheInstallHasNoMailServer() {
        assertThat(outcome(new MailedInvitations(takesAll.notConfigured()))).isEqualTo(Outcome.NOT_CONFIGURED);

        assertThat(takesAll.presented()).isEmpty();
    }

    @Test
    void shouldNameWhoInvitesWhereUntilWhenAndMakeNoMarkupOfNames() {
        Outcome unused = outcome(new MailedInvitations(takesAll.mails(LONG)));

        assertThat(takesAll.presented()).singleElement().satisfies(mail -> {
            assertThat(mail.getTo()).containsExactly("lena@example.org");
            assertThat(mail.getSubject()).startsWith("You are invited to ").doesNotContain("secret");
            assertThat(mail.getText()).contains(LINK, "3 December 2026, 18:05 UTC", "Mara", "Fri");
            assertThat(mail.getHtml()).contains("#invite=secret").doesNotContain("<b>&", "<i>M");
        });
    }

    private static Outcome outcome(MailedInvitations invitations) {
        return invitations.send(INVITATION).await().atMost(PATIENCE);
    }
}
