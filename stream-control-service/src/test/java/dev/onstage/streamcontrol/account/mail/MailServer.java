package dev.onstage.streamcontrol.account.mail;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.mailer.Mail;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A mail server that does what a test wants, and {@link Mails} that go there. */
public final class MailServer {

    private final List<Mail> presented = new CopyOnWriteArrayList<>();
    private final Supplier<Uni<Void>> answer;

    /** One that answers each mail so. */
    public MailServer(Supplier<Uni<Void>> answer) {
        this.answer = answer;
    }

    /** What it was sent, taken or not. */
    public List<Mail> presented() {
        return List.copyOf(presented);
    }

    /** Mails that go to it, and give up after that time. */
    public Mails mails(Duration timeout) {
        return mails(Optional.of("127.0.0.1"), timeout);
    }

    /** Mails of an install that has named no mail server. */
    public Mails notConfigured() {
        return mails(Optional.empty(), Duration.ofMinutes(5));
    }

    private Mails mails(Optional<String> host, Duration timeout) {
        return new Mails(this::send, new Settings(host, timeout), new SimpleMeterRegistry());
    }

    private Uni<Void> send(Mail... mails) {
        presented.addAll(List.of(mails));
        return answer.get();
    }

    private record Settings(Optional<String> host, Duration timeout) implements MailConfig {
        @Override
        public Optional<String> from() {
            return Optional.of("onstage@example.org");
        }
    }
}
