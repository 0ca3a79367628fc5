package dev.onstage.streamcontrol.invite;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** Sends invites to mail addresses. Never called in a transaction; never fails. */
public interface InvitationMail {

    /** Sends one, or says why not. */
    Uni<Outcome> send(Invitation invitation);

    /**
     * What the mail says. Titles and names are texts that people typed, to be escaped wherever they are shown.
     *
     * @param link what accepts it: a secret
     */
    record Invitation(String email, String channelTitle, String invitedBy, String link, Instant expiresAt) {
        /** Without address and link. */
        @Override
        public String toString() {
            return "Invitation[]";
        }
    }

    /** What became of it. */
    enum Outcome {
        @JsonProperty("sent")
        SENT,
        /** The server for mail did not take it. */
        @JsonProperty("failed")
        FAILED,
        /** This install sends no mail: whoever invites hands the link over. */
        @JsonProperty("not-configured")
        NOT_CONFIGURED
    }
}
