package dev.onstage.notifier.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onstage.notifier.template.MessageTemplate;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** A template in the form it is stored in. */
@ApplicationScoped
public class StoredTemplate {
    private final ObjectMapper json;

    StoredTemplate(ObjectMapper json) {
        this.json = json;
    }

    /** Null for the default one. */
    @Nullable String write(MessageTemplate template) {
        if (template.equals(MessageTemplate.DEFAULT)) {
            return null;
        }
        try {
            return json.writeValueAsString(template);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A template is always writable as JSON", e);
        }
    }

    /** Reads a column {@code destinations.template}. */
    public MessageTemplate read(@Nullable String stored) {
        if (stored == null) {
            return MessageTemplate.DEFAULT;
        }
        try {
            return json.readValue(stored, MessageTemplate.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored template is not in the form it was written in", e);
        }
    }
}
