package dev.onstage.notifier.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onstage.notifier.delivery.Form;
import dev.onstage.notifier.stream.StreamSession;
import java.time.Instant;

/** Writes the bodies of messages: equal sessions make equal bodies, to the byte. */
final class WebhookEvents {
    private final ObjectMapper json;
    private final String publicUrl;

    /** @param publicUrl where the channel pages are, with or without a slash at the end */
    WebhookEvents(ObjectMapper json, String publicUrl) {
        this.json = json;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /** A session's start or end. */
    String first(Form form, StreamSession session, boolean withLinks) {
        boolean live = form == Form.LIVE;
        return write(new WebhookEvent(
                live ? WebhookEvent.LIVE : WebhookEvent.ENDED,
                live ? session.startedAt() : session.endedAt(),
                new WebhookEvent.Stream(
                        session.channelId(),
                        session.sessionId(),
                        session.version(),
                        live ? "live" : "ended",
                        session.title(),
                        session.broadcasterName(),
                        withLinks ? channelUrl(session.channelId()) : null,
                        session.startedAt(),
                        live ? null : session.endedAt(),
                        live ? null : session.durationSeconds(),
                        live ? null : session.figures())));
    }

    /** The same once more, because something in it is new: what was told cannot be changed at a receiver. */
    String again(String first) {
        try {
            JsonNode event = json.readTree(first);
            String type = event.at("/data/figures").isMissingNode() ? WebhookEvent.UPDATED : WebhookEvent.SUMMARISED;
            return write(((ObjectNode) event).put("type", type));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A message is in the form it was written in", e);
        }
    }

    /** Something to see that messages arrive; each one is new, so that no receiver takes it for a repetition. */
    String trial(String channelId, Instant now) {
        return write(
                new WebhookEvent(WebhookEvent.TEST, now, new WebhookEvent.Trial(channelId, channelUrl(channelId))));
    }

    private String channelUrl(String channelId) {
        return publicUrl + "/c/" + channelId;
    }

    private String write(Object event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A message is always writable as JSON", e);
        }
    }
}
