package dev.onstage.notifier.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.notifier.delivery.DestinationSender;
import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.delivery.SendReport;
import dev.onstage.notifier.delivery.SendResult;
import dev.onstage.notifier.destination.Presentation;
import dev.onstage.notifier.destination.Target;
import dev.onstage.notifier.discord.DiscordMessage.AllowedMentions;
import dev.onstage.notifier.outbound.Answer;
import dev.onstage.notifier.outbound.NotSentException;
import dev.onstage.notifier.stream.StreamSession;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Discord as a receiver. Posts with {@code wait=true}: only then is a message that was not saved an error. */
@ApplicationScoped
class DiscordSender implements DestinationSender {
    static final String KIND = "discord";

    /** An edit cannot change them, and they are refused in one. */
    private static final List<String> ONLY_IN_POSTS = List.of("username", "avatar_url", "thread_name");

    private final DiscordHttp http;
    private final DiscordAnswers answers;
    private final DiscordMessages messages;
    private final DiscordConfig config;
    private final ObjectMapper json;

    DiscordSender(
            DiscordHttp http,
            DiscordConfig config,
            ObjectMapper json,
            @ConfigProperty(name = "onstage.public-url") String publicUrl) {
        this.http = http;
        this.config = config;
        this.json = json;
        this.answers = new DiscordAnswers(json);
        this.messages = new DiscordMessages(publicUrl);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Duration longestCall() {
        return http.longestCall();
    }

    @Override
    public boolean recognisesRepeats() {
        return false;
    }

    @Override
    public int callsPerSecond() {
        return config.callsPerSecond();
    }

    @Override
    public String render(Form form, StreamSession session, Presentation presentation, boolean withLinks) {
        return write(messages.of(form, session, presentation, withLinks));
    }

    @Override
    public String renderTest(String channelId, Presentation presentation) {
        return write(messages.test(channelId, presentation));
    }

    @Override
    public Uni<SendReport> post(Target target, String content) {
        String path = path(target, null, target.threadId(), "wait=true&with_components=true");
        String sent = target.threadId() == null ? content : without(content, List.of("thread_name"));
        return call(HttpMethod.POST, path, sent, answer -> posted(target, sent, answer));
    }

    @Override
    public Uni<SendReport> edit(Target target, String messageId, String content) {
        return call(HttpMethod.PATCH, path(target, messageId, "with_components=true"), edited(content), this::changed);
    }

    @Override
    public Uni<SendReport> delete(Target target, String messageId) {
        return call(HttpMethod.DELETE, path(target, messageId, ""), null, this::changed);
    }

    private interface Reading {
        SendReport of(Answer answer);
    }

    private Uni<SendReport> call(HttpMethod method, String path, @Nullable String content, Reading reading) {
        return http.call(method, path, content)
                .map(reading::of)
                .onFailure(NotSentException.class)
                .recoverWithItem(
                        failure -> SendReport.unanswered(new SendResult.TryAgain(String.valueOf(failure.getMessage()))))
                .onFailure()
                .recoverWithItem(
                        failure -> SendReport.unanswered(new SendResult.Unknown(String.valueOf(failure.getMessage()))));
    }

    /** A post that was accepted without telling the message's id may or may not have been saved. */
    private SendReport posted(Target target, String content, Answer answer) {
        SendReport report = read(answer);
        if (report.result() instanceof SendResult.Done done) {
            return done.messageId() == null
                    ? report.as(new SendResult.Unknown("Discord answered without saying which message it made."))
                    : report.as(new SendResult.Done(messageId(target, content, answer, done.messageId())));
        }
        if (report.result() instanceof SendResult.MessageGone) {
            return report.as(
                    new SendResult.TryAgain("Discord answered a new message as if it had been deleted (404)."));
        }
        return isThreadGone(report) && target.threadId() != null
                ? report.as(new SendResult.ThreadGone(
                        "The Discord thread no longer exists; messages go to the channel from here on.", false))
                : report;
    }

    /** A message in a thread is gone with its thread. */
    private SendReport changed(Answer answer) {
        SendReport report = read(answer);
        return isThreadGone(report)
                ? report.as(new SendResult.MessageGone("The thread of the message was deleted in Discord."))
                : report;
    }

    private static boolean isThreadGone(SendReport report) {
        Integer code = report.code();
        return code != null && code == DiscordAnswers.UNKNOWN_CHANNEL;
    }

    private SendReport read(Answer answer) {
        return answers.read(answer.status(), answer::header, answer.body());
    }

    /** Where a destination posts can change: a message in a thread remembers it, as {@code <thread>/<message>}. */
    private String messageId(Target target, String content, Answer answer, String id) {
        if (target.threadId() != null) {
            return target.threadId() + "/" + id;
        }
        JsonNode opened = tree(answer.body()).path("channel_id");
        return tree(content).has("thread_name") && opened.isTextual() ? opened.asText() + "/" + id : id;
    }

    @Override
    public @Nullable String threadOf(String messageId) {
        int slash = messageId.indexOf('/');
        return slash < 0 ? null : messageId.substring(0, slash);
    }

    /** Only who is pinged by the post is pinged; the text of the mention stays. */
    private String edited(String content) {
        ObjectNode message = (ObjectNode) tree(without(content, ONLY_IN_POSTS));
        message.set("allowed_mentions", json.valueToTree(AllowedMentions.NONE));
        return message.toString();
    }

    private String without(String content, List<String> fields) {
        return ((ObjectNode) tree(content)).remove(fields).toString();
    }

    private String path(Target target, String messageId, String query) {
        return path(target, messageId.substring(messageId.indexOf('/') + 1), threadOf(messageId), query);
    }

    private static String path(Target target, @Nullable String messageId, @Nullable String threadId, String query) {
        DiscordWebhook webhook = DiscordWebhook.decode(target.secret());
        StringBuilder path =
                new StringBuilder("/webhooks/").append(webhook.id()).append('/').append(webhook.token());
        if (messageId != null) {
            path.append("/messages/").append(messageId);
        }
        // An address that was stored by an older version holds its thread.
        String whichThread = threadId == null ? webhook.threadId() : threadId;
        String thread = whichThread == null ? "" : "thread_id=" + whichThread;
        String separator = query.isEmpty() || thread.isEmpty() ? "" : "&";
        String whole = query + separator + thread;
        return whole.isEmpty()
                ? path.toString()
                : path.append('?').append(whole).toString();
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A message that was written is readable", e);
        }
    }

    private String write(DiscordMessage message) {
        try {
            return json.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A Discord message is always writable as JSON", e);
        }
    }
}
