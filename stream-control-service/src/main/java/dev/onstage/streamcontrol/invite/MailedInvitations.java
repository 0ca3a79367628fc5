package dev.onstage.streamcontrol.invite;

import dev.onstage.streamcontrol.account.mail.MailText;
import dev.onstage.streamcontrol.account.mail.Mails;
import dev.onstage.streamcontrol.account.mail.Mails.Letter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** {@link InvitationMail} by the mail server of the install, if it has one. */
@ApplicationScoped
class MailedInvitations implements InvitationMail {

    private static final DateTimeFormatter END = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Mails mails;

    MailedInvitations(Mails mails) {
        this.mails = mails;
    }

    @Override
    public Uni<Outcome> send(Invitation invitation) {
        if (!mails.isConfigured()) {
            return Uni.createFrom().item(Outcome.NOT_CONFIGURED);
        }
        return mails.sendNow(new Letter(invitation.email(), text(invitation)))
                .map(sent -> sent ? Outcome.SENT : Outcome.FAILED);
    }

    private static MailText text(Invitation invitation) {
        return MailText.about("You are invited to %s", invitation.channelTitle())
                .paragraph("Hello,")
                .paragraph("%s invites you to %s.", invitation.invitedBy(), invitation.channelTitle())
                .link("Accept the invite", URI.create(invitation.link()))
                .paragraph("The link works until " + END.format(invitation.expiresAt())
                        + ". If you do not know who invites you, do nothing.")
                .build();
    }
}
