package dev.onstage.streamcontrol.account.mailed;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Who wants a mail. */
record MailRequest(@NotBlank @Size(max = 254) String email) {
    @Override
    public String toString() {
        return "MailRequest[" + email + "]";
    }
}
