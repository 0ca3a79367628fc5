package dev.onstage.streamcontrol.account.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where mails go. What else the client of the mail server needs begins with {@code quarkus.mailer.}. */
@ConfigMapping(prefix = "onstage.mail")
public interface MailConfig {

    /** The mail server. Without it, or without the sender, nothing is mailed. */
    Optional<String> host();

    /** Who mails come from. */
    Optional<String> from();

    /** How long the mail server may take for one mail. */
    @WithDefault("20s")
    Duration timeout();
}
