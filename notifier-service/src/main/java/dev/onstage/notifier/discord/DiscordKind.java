package dev.onstage.notifier.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.notifier.delivery.SendResult;
import dev.onstage.notifier.destination.Address;
import dev.onstage.notifier.destination.DestinationKind;
import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.destination.Violation;
import dev.onstage.notifier.outbound.Answer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Discord as a kind of destination: its addresses and what it takes. */
@ApplicationScoped
class DiscordKind implements DestinationKind {
    /** The type of webhooks that take posts from outside. */
    private static final int INCOMING = 1;

    private final DiscordHttp http;
    private final DiscordAnswers answers;
    private final DiscordMessages messages;
    private final ObjectMapper json;

    DiscordKind(DiscordHttp http, ObjectMapper json, @ConfigProperty(name = "onstage.public-url") String publicUrl) {
        this.http = http;
        this.json = json;
        this.answers = new DiscordAnswers(json);
        this.messages = new DiscordMessages(publicUrl);
    }

    @Override
    public String kind() {
        return DiscordSender.KIND;
    }

    @Override
    public String howToFind() {
        return "In Discord: Server settings, Integrations, Webhooks, Copy webhook URL; paste it unchanged.";
    }

    @Override
    public Address parse(String url, @Nullable String signingSecret) {
        refuseSigning(signingSecret);
        DiscordWebhook webhook = DiscordWebhook.parse(url);
        return new Address(webhook.encode(), webhook.masked(), webhook.threadId(), null);
    }

    @Override
    public Address resign(String secret, String signingSecret) {
        refuseSigning(signingSecret);
        DiscordWebhook webhook = DiscordWebhook.decode(secret);
        return new Address(secret, webhook.masked(), webhook.threadId(), null);
    }

    private static void refuseSigning(@Nullable String signingSecret) {
        if (signingSecret != null) {
            throw new IllegalArgumentException("Messages to Discord are not signed: leave signingSecret out.");
        }
    }

    @Override
    public boolean canEdit() {
        return true;
    }

    @Override
    public List<Violation> check(Presentation presentation) {
        return DiscordPresentation.check(messages, presentation);
    }

    @Override
    public Uni<Check> check(String secret) {
        DiscordWebhook webhook = DiscordWebhook.decode(secret);
        return http.call(HttpMethod.GET, "/webhooks/" + webhook.id() + "/" + webhook.token(), null)
                .map(this::checked)
                .onFailure()
                .recoverWithItem(Check.UNREACHABLE);
    }

    private Check checked(Answer answer) {
        SendResult result =
                answers.read(answer.status(), answer::header, answer.body()).result();
        if (result instanceof SendResult.Done) {
            return isIncoming(answer.body()) ? Check.FOUND : Check.NOT_FOUND;
        }
        return result instanceof SendResult.DestinationGone ? Check.NOT_FOUND : Check.UNREACHABLE;
    }

    private boolean isIncoming(String body) {
        try {
            return json.readTree(body).path("type").asInt() == INCOMING;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
