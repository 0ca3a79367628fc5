package dev.onstage.streamcontrol.account.mail;

import dev.onstage.support.problem.LogText;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import dev.onstage.support.trouble.Trouble;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Sends mails after the request for one was answered: how long it takes must not tell whether there was anybody to write to.
 * Nothing is kept of a mail, so one is lost with the process or when the mail server refuses it again and again; whoever waits for
 * it asks for another.
 */
@ApplicationScoped
public class Mails {

    private static final Logger LOG = Logger.getLogger(Mails.class);

    /** Under way at once. */
    static final int MOST = 64;

    private static final int TRIES_AFTER_THE_FIRST = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Mail servers name who they refuse. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>]+@[^\\s<>]+");

    private final ReactiveMailer mailer;
    private final Optional<String> from;
    private final boolean configured;
    private final Duration timeout;
    private final Counter sent;
    private final Counter failed;
    private final Trouble trouble = new Trouble();
    private final AtomicInteger underWay = new AtomicInteger();

    Mails(ReactiveMailer mailer, MailConfig config, MeterRegistry metrics) {
        this.mailer = mailer;
        this.from = config.from();
        this.configured = config.host().isPresent() && config.from().isPresent();
        this.timeout = config.timeout();
        this.sent = metrics.counter("mails", "outcome", "sent");
        this.failed = metrics.counter("mails", "outcome", "failed");
    }

    void tell(@Observes StartupEvent event) {
        if (!configured) {
            LOG.info("No mail server is configured (onstage.mail.host, onstage.mail.from): passwords cannot be reset"
                    + " and nobody can sign in by mail.");
        }
    }

    /** Whether mails can be sent. */
    public boolean isConfigured() {
        return configured;
    }

    /** Nothing when mails can be sent, else the problem {@code mail-not-configured}. */
    public void requireConfigured() {
        if (!configured) {
            throw new ProblemException(ProblemType.MAIL_NOT_CONFIGURED, "This install sends no mails.")
                    .fix("Ask who runs it to set onstage.mail.host and onstage.mail.from for stream-control.");
        }
    }

    /**
     * Does the work and sends the mail that it makes, if it makes one, some time after this returns. The problem {@code overloaded},
     * whether it would make one or not, when too much is under way.
     */
    public void sendLater(Supplier<Uni<Optional<Letter>>> work) {
        if (!takesOneMore()) {
            throw new ProblemException(ProblemType.OVERLOADED, "Too many mails are being sent at this moment.")
                    .fix("Try again in a few seconds.")
                    .with(ProblemException.RETRY_AFTER_SECONDS, 3);
        }
        begin(work);
    }

    /** Sends a mail that nobody asked for, some time after this returns; none where none can be sent, or while too much is under way. */
    public void tell(Letter letter) {
        if (configured && takesOneMore()) {
            begin(() -> Uni.createFrom().item(Optional.of(letter)));
        }
    }

    /**
     * Sends a mail once, while somebody waits for what becomes of it: whether the mail server took it. Never fails; false also while
     * too much is under way.
     */
    public Uni<Boolean> sendNow(Letter letter) {
        if (!takesOneMore()) {
            return Uni.createFrom().item(false);
        }
        return trySending(letter)
                .invoke(this::sent)
                .onFailure()
                .invoke(this::failed)
                .onTermination()
                .invoke(underWay::decrementAndGet)
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false);
    }

    private boolean takesOneMore() {
        if (underWay.incrementAndGet() <= MOST) {
            return true;
        }
        underWay.decrementAndGet();
        return false;
    }

    private void begin(Supplier<Uni<Optional<Letter>>> work) {
        Uni.createFrom()
                .deferred(work::get)
                .chain(letter ->
                        letter.map(this::send).orElseGet(() -> Uni.createFrom().voidItem()))
                .onTermination()
                .invoke(underWay::decrementAndGet)
                .subscribe()
                .with(sent -> {}, this::failed);
    }

    /**
     * A mail to somebody.
     *
     * @param to the address
     * @param text what it says
     */
    public record Letter(String to, MailText text) {
        @Override
        public String toString() {
            return "Letter[" + text + "]";
        }
    }

    private Uni<Void> send(Letter letter) {
        return trySending(letter)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(TRIES_AFTER_THE_FIRST)
                .invoke(this::sent);
    }

    private Uni<Void> trySending(Letter letter) {
        Mail mail = Mail.withText(
                        letter.to(), letter.text().subject(), letter.text().text())
                .setHtml(letter.text().html());
        from.ifPresent(mail::setFrom);
        return Uni.createFrom()
                .deferred(() -> mailer.send(mail))
                .ifNoItem()
                .after(timeout)
                .fail();
    }

    private void sent() {
        sent.increment();
        if (trouble.ends()) {
            LOG.info("Mails are sent again.");
        }
    }

    private void failed(Throwable failure) {
        failed.increment();
        if (trouble.begins()) {
            LOG.warnf(
                    "A mail could not be sent: %s",
                    LogText.of(ADDRESS.matcher(String.valueOf(failure)).replaceAll("(an address)")));
        }
    }
}
