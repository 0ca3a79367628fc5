package dev.onstage.notifier.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.notifier.delivery.DestinationSender;
import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.delivery.SendReport;
import dev.onstage.notifier.delivery.SendResult;
import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.destination.Target;
import dev.onstage.notifier.outbound.NoAnswerException;
import dev.onstage.notifier.outbound.NotSentException;
import dev.onstage.notifier.stream.StreamSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Any HTTPS server as a destination. What was posted cannot be changed there: whatever is new about a session is another
 * message. Each has an id that is the same however often it is sent, so the receiver can drop repetitions.
 */
@ApplicationScoped
class WebhookSender implements DestinationSender {
    private static final int ID_BYTES = 18;

    private final WebhookHttp http;
    private final WebhookEvents events;
    private final WebhookAnswers answers;
    private final ObjectMapper json;
    private final Clock clock = Clock.systemUTC();

    WebhookSender(WebhookHttp http, ObjectMapper json, @ConfigProperty(name = "onstage.public-url") String publicUrl) {
        this.http = http;
        this.json = json;
        this.events = new WebhookEvents(json, publicUrl);
        this.answers = new WebhookAnswers(clock);
    }

    @Override
    public String kind() {
        return WebhookKind.KIND;
    }

    @Override
    public Duration longestCall() {
        return http.longestCall();
    }

    @Override
    public boolean recognisesRepeats() {
        return true;
    }

    @Override
    public String render(Form form, StreamSession session, Presentation presentation, boolean withLinks) {
        return events.first(form, session, withLinks);
    }

    @Override
    public String renderTest(String channelId, Presentation presentation) {
        return events.trial(channelId, clock.instant());
    }

    @Override
    public Uni<SendReport> post(Target target, String content) {
        WebhookAddress address = WebhookAddress.decode(target.secret(), json);
        String id = idOf(address.url(), content);
        return http.post(address, id, content)
                .map(answer -> answers.read(id, answer.status(), answer.header("Retry-After")))
                .onFailure()
                .recoverWithItem(failure -> SendReport.unanswered(unanswered(failure)));
    }

    @Override
    public Uni<SendReport> edit(Target target, String messageId, String content) {
        return post(target, events.again(content));
    }

    /** Nobody asks for it where nothing can be edited. */
    @Override
    public Uni<SendReport> delete(Target target, String messageId) {
        return Uni.createFrom()
                .item(SendReport.unanswered(
                        new SendResult.Refused("What was told to a signed webhook cannot be taken back.", false)));
    }

    private static SendResult unanswered(Throwable failure) {
        if (failure instanceof ReceiverRefusedException refused) {
            return new SendResult.DestinationGone(refused.reason(), false);
        }
        if (failure instanceof HostUnknownException unknown) {
            return new SendResult.TryAgain(unknown.reason());
        }
        if (failure instanceof NotSentException) {
            return new SendResult.TryAgain(String.valueOf(failure.getMessage()));
        }
        return new SendResult.Unknown(
                failure instanceof NoAnswerException
                        ? String.valueOf(failure.getMessage())
                        : "The call failed: " + failure.getClass().getSimpleName());
    }

    /** The secrets have no part in it: a message that is repeated after they changed is still the same. */
    private static String idOf(WebhookUrl url, String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((url.text() + "\n" + content).getBytes(StandardCharsets.UTF_8));
            return "msg_" + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
