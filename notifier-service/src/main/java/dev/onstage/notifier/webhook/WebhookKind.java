package dev.onstage.notifier.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.notifier.destination.Address;
import dev.onstage.notifier.destination.DestinationKind;
import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.destination.Violation;
import dev.onstage.notifier.template.FormTemplate;
import dev.onstage.notifier.template.MessageTemplate;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Any HTTPS server as a kind of destination: its address and the secret that its messages are signed with. */
@ApplicationScoped
class WebhookKind implements DestinationKind {
    static final String KIND = "webhook";

    private final ReceiverGuard guard;
    private final ObjectMapper json;
    private final Clock clock = Clock.systemUTC();

    WebhookKind(ReceiverGuard guard, ObjectMapper json) {
        this.guard = guard;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String howToFind() {
        return "Paste the public https:// address of a server that takes Standard Webhooks.";
    }

    @Override
    public Address parse(String text, @Nullable String signingSecret) {
        WebhookUrl url = WebhookUrl.parse(text);
        guard.check(url);
        SigningSecret secret = signingSecret == null ? SigningSecret.random() : SigningSecret.parse(signingSecret);
        return address(new WebhookAddress(url, SigningKeys.of(secret)), unlessGiven(secret, signingSecret));
    }

    @Override
    public Address resign(String stored, String signingSecret) {
        WebhookAddress address = WebhookAddress.decode(stored, json);
        SigningSecret secret = SigningSecret.parse(signingSecret);
        SigningKeys keys = address.keys().replacedBy(secret, clock.instant());
        return address(new WebhookAddress(address.url(), keys), unlessGiven(secret, signingSecret));
    }

    /** The secret as the receiver must be given it, null when the person who saved it has it in this very form. */
    private static @Nullable String unlessGiven(SigningSecret secret, @Nullable String given) {
        return given != null && secret.text().equals(given.strip()) ? null : secret.text();
    }

    private Address address(WebhookAddress address, @Nullable String madeSecret) {
        return new Address(address.encode(json), address.url().masked(), null, madeSecret);
    }

    @Override
    public boolean canEdit() {
        return false;
    }

    @Override
    public List<Violation> check(Presentation presentation) {
        return Stream.of(
                        unused("ping", presentation.ping()),
                        unused("username", presentation.username()),
                        unused("avatarUrl", presentation.avatarUrl()),
                        unused("threadId", presentation.threadId()),
                        unused("threadName", presentation.threadName()),
                        unused("template", isDefault(presentation.template()) ? null : presentation.template()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Violation> unused(String field, @Nullable Object value) {
        return value == null ? List.of() : List.of(new Violation(field, "means nothing to a signed webhook"));
    }

    private static boolean isDefault(MessageTemplate template) {
        return Stream.of(template.live(), template.ended())
                .filter(Objects::nonNull)
                .allMatch(FormTemplate.DEFAULT::equals);
    }

    @Override
    public Uni<Check> check(String secret) {
        return guard.locate(WebhookAddress.decode(secret, json).url())
                .replaceWith(Check.FOUND)
                .onFailure(WebhookKind::isRefused)
                .transform(refused -> new IllegalArgumentException(refused.getMessage()))
                .onFailure(HostUnknownException.class)
                .recoverWithItem(Check.UNREACHABLE);
    }

    /** A host that nobody has heard of is most likely misspelt; a name server that is silent says nothing about it. */
    private static boolean isRefused(Throwable failure) {
        return failure instanceof ReceiverRefusedException
                || (failure instanceof HostUnknownException unknown && unknown.answered());
    }
}
