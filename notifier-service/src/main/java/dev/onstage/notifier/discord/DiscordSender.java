package dev.onstage.notifier.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.notifier.delivery.DestinationSender;
import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.delivery.SendReport;
import dev.onstage.notifier.delivery.SendResult;
import dev.onstage.notifier.destination.Address;
import dev.onstage.notifier.destination.DestinationAddresses;
import dev.onstage.notifier.stream.StreamSession;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Discord as a destination. Posts with {@code wait=true}: only then is a message that was not saved an error. */
@ApplicationScoped
class DiscordSender implements DestinationSender, DestinationAddresses {
    static final String KIND = "discord";

    private final DiscordHttp http;
    private final DiscordAnswers answers;
    private final DiscordEmbeds embeds;
    private final ObjectMapper json;

    DiscordSender(DiscordHttp http, ObjectMapper json, @ConfigProperty(name = "onstage.public-url") String publicUrl) {
        this.http = http;
        this.json = json;
        this.answers = new DiscordAnswers(json);
        this.embeds = new DiscordEmbeds(publicUrl);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String howToFind() {
        return "In Discord: Server settings, Integrations, Webhooks, Copy webhook URL; paste it unchanged.";
    }

    @Override
    public Address parse(String text) {
        DiscordWebhook webhook = DiscordWebhook.parse(text);
        return new Address(webhook.encode(), webhook.masked());
    }

    @Override
    public Uni<Check> check(String secret) {
        DiscordWebhook webhook = DiscordWebhook.decode(secret);
        return http.call(HttpMethod.GET, "/webhooks/" + webhook.id() + "/" + webhook.token(), null)
                .map(this::checked)
                .onFailure()
                .recoverWithItem(Check.UNREACHABLE);
    }

    private Check checked(DiscordHttp.Answer answer) {
        SendResult result =
                answers.read(answer.status(), answer::header, answer.body()).result();
        if (result instanceof SendResult.Done) {
            return Check.FOUND;
        }
        return result instanceof SendResult.DestinationGone ? Check.NOT_FOUND : Check.UNREACHABLE;
    }

    @Override
    public String render(Form form, StreamSession session, boolean withLinks) {
        return write(embeds.of(form, session, withLinks));
    }

    @Override
    public String renderTest(String channelId) {
        return write(embeds.test(channelId));
    }

    @Override
    public Uni<SendReport> post(String address, String content) {
        DiscordWebhook webhook = DiscordWebhook.decode(address);
        return call(HttpMethod.POST, path(webhook, null, "wait=true&with_components=true"), content);
    }

    @Override
    public Uni<SendReport> edit(String address, String messageId, String content) {
        DiscordWebhook webhook = DiscordWebhook.decode(address);
        return call(HttpMethod.PATCH, path(webhook, messageId, "with_components=true"), content);
    }

    @Override
    public Uni<SendReport> delete(String address, String messageId) {
        return call(HttpMethod.DELETE, path(DiscordWebhook.decode(address), messageId, ""), null);
    }

    private Uni<SendReport> call(HttpMethod method, String path, @Nullable String content) {
        return http.call(method, path, content)
                .map(answer -> understood(method, answer))
                .onFailure(DiscordHttp.NotSentException.class)
                .recoverWithItem(
                        failure -> SendReport.unanswered(new SendResult.TryAgain(String.valueOf(failure.getMessage()))))
                .onFailure()
                .recoverWithItem(
                        failure -> SendReport.unanswered(new SendResult.Unknown(String.valueOf(failure.getMessage()))));
    }

    /** A post that was accepted without telling the message's id may or may not have been saved. */
    private SendReport understood(HttpMethod method, DiscordHttp.Answer answer) {
        SendReport report = answers.read(answer.status(), answer::header, answer.body());
        return method.equals(HttpMethod.POST)
                        && report.result() instanceof SendResult.Done done
                        && done.messageId() == null
                ? new SendReport(
                        new SendResult.Unknown("Discord answered without saying which message it made."),
                        report.status(),
                        report.code(),
                        report.pause())
                : report;
    }

    private static String path(DiscordWebhook webhook, @Nullable String messageId, String query) {
        StringBuilder path =
                new StringBuilder("/webhooks/").append(webhook.id()).append('/').append(webhook.token());
        if (messageId != null) {
            path.append("/messages/").append(messageId);
        }
        String thread = webhook.threadId() == null ? "" : "thread_id=" + webhook.threadId();
        String separator = query.isEmpty() || thread.isEmpty() ? "" : "&";
        String whole = query + separator + thread;
        return whole.isEmpty()
                ? path.toString()
                : path.append('?').append(whole).toString();
    }

    private String write(DiscordMessage message) {
        try {
            return json.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A Discord message is always writable as JSON", e);
        }
    }
}
