package dev.onstage.simulator.mail;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;

/**
 * A mail as its readers get it.
 *
 * @param receivedAt when it came
 * @param from as the sender said it in the dialogue
 * @param to as well
 * @param subject decoded
 * @param text the plain text, decoded; empty when there is none
 * @param html the HTML, decoded; empty when there is none
 */
record ReceivedMail(Instant receivedAt, String from, List<String> to, String subject, String text, String html) {

    /** Reads what came after DATA. */
    static ReceivedMail read(Instant receivedAt, String from, List<String> to, String data) {
        try {
            Message message = new DefaultMessageBuilder()
                    .parseMessage(new ByteArrayInputStream(data.getBytes(StandardCharsets.ISO_8859_1)));
            return new ReceivedMail(
                    receivedAt,
                    from,
                    List.copyOf(to),
                    Objects.requireNonNullElse(message.getSubject(), ""),
                    part(message, "text/plain"),
                    part(message, "text/html"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String part(Entity entity, String type) throws IOException {
        if (entity.getBody() instanceof Multipart parts) {
            for (Entity part : parts.getBodyParts()) {
                String found = part(part, type);
                if (!found.isEmpty()) {
                    return found;
                }
            }
            return "";
        }
        if (entity.getBody() instanceof TextBody body && type.equals(entity.getMimeType())) {
            StringWriter text = new StringWriter();
            try (Reader reader = body.getReader()) {
                reader.transferTo(text);
            }
            return text.toString();
        }
        return "";
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("receivedAt", receivedAt.toString())
                .put("from", from)
                .put("to", new JsonArray(to))
                .put("subject", subject)
                .put("text", text)
                .put("html", html);
    }
}
