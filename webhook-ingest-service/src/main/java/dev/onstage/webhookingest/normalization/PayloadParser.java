package dev.onstage.webhookingest.normalization;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.onstage.webhookingest.normalization.ProviderPayload.Call;
import dev.onstage.webhookingest.normalization.ProviderPayload.Message;
import dev.onstage.webhookingest.normalization.ProviderPayload.Participant;
import dev.onstage.webhookingest.normalization.ProviderPayload.Session;
import dev.onstage.webhookingest.normalization.ProviderPayload.User;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a payload in one pass without building a tree: what no event needs is skipped, whatever it is. Fields may come in
 * any order; of a field that comes twice the last counts; null is the same as absent.
 */
final class PayloadParser {
    private static final JsonFactory JSON = new JsonFactory();
    private static final char REPLACEMENT = '\uFFFD';

    private PayloadParser() {}

    /** Takes one field of an object; false when it is of no interest. */
    private interface Fields<T> {
        boolean take(T target, String name, JsonParser parser) throws IOException;
    }

    static ProviderPayload parse(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedDeliveryException("The body is not a JSON object");
            }
            ProviderPayload payload = fill(new ProviderPayload(), parser, PayloadParser::payloadField);
            if (parser.nextToken() != null) {
                throw new MalformedDeliveryException("Something follows the JSON object");
            }
            return payload;
        } catch (JsonProcessingException e) {
            throw new MalformedDeliveryException(
                    "The body is not valid JSON at byte "
                            + (e.getLocation() == null ? "?" : e.getLocation().getByteOffset()),
                    e);
        } catch (IOException e) {
            throw new MalformedDeliveryException("The body could not be read", e);
        }
    }

    private static boolean payloadField(ProviderPayload payload, String name, JsonParser parser) throws IOException {
        switch (name) {
            case "type" -> payload.type = text(parser);
            case "created_at" -> payload.createdAt = ProviderTimes.read(parser);
            case "call_cid" -> payload.callCid = text(parser);
            case "session_id" -> payload.sessionId = text(parser);
            case "cid" -> payload.chatChannelCid = text(parser);
            case "channel_type" -> payload.channelType = text(parser);
            case "channel_id" -> payload.channelId = text(parser);
            case "user_id" -> payload.userId = text(parser);
            case "ingress_stream_id" -> payload.ingressStreamId = text(parser);
            case "client_name" -> payload.clientName = text(parser);
            case "version" -> payload.clientVersion = text(parser);
            case "error" -> payload.error = text(parser);
            case "code" -> payload.errorCode = text(parser);
            case "message_id" -> payload.messageId = text(parser);
            case "expiration" -> payload.expiration = ProviderTimes.read(parser);
            case "shadow" -> payload.shadow = Boolean.TRUE.equals(flag(parser));
            case "deleted_for_me" -> payload.deletedForMe = Boolean.TRUE.equals(flag(parser));
            case "anonymous_participant_count" -> payload.anonymousCount = count(parser);
            case "participants_count_by_role" -> counts(payload, parser);
            case "call" -> payload.call = object(Call::new, parser, PayloadParser::callField);
            case "participant" ->
                payload.participant = object(Participant::new, parser, PayloadParser::participantField);
            case "message" -> payload.message = object(Message::new, parser, PayloadParser::messageField);
            case "user" -> payload.user = object(User::new, parser, PayloadParser::userField);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean callField(Call call, String name, JsonParser parser) throws IOException {
        switch (name) {
            case "cid" -> call.cid = text(parser);
            case "backstage" -> call.backstage = flag(parser);
            case "current_session_id" -> call.currentSessionId = text(parser);
            case "updated_at" -> call.updatedAt = ProviderTimes.read(parser);
            case "ended_at" -> call.endedAt = ProviderTimes.read(parser);
            case "session" -> call.session = object(Session::new, parser, PayloadParser::sessionField);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean sessionField(Session session, String name, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> session.id = text(parser);
            case "started_at" -> session.startedAt = ProviderTimes.read(parser);
            case "ended_at" -> session.endedAt = ProviderTimes.read(parser);
            case "live_started_at" -> session.liveStartedAt = ProviderTimes.read(parser);
            case "live_ended_at" -> session.liveEndedAt = ProviderTimes.read(parser);
            case "participants" -> participants(session, parser);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean participantField(Participant participant, String name, JsonParser parser)
            throws IOException {
        switch (name) {
            case "user" -> participant.user = object(User::new, parser, PayloadParser::userField);
            case "user_session_id" -> participant.userSessionId = text(parser);
            case "role" -> participant.role = text(parser);
            case "joined_at" -> participant.joinedAt = ProviderTimes.read(parser);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean messageField(Message message, String name, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> message.id = text(parser);
            case "cid" -> message.cid = text(parser);
            case "type" -> message.type = text(parser);
            case "user" -> message.user = object(User::new, parser, PayloadParser::userField);
            case "created_at" -> message.createdAt = ProviderTimes.read(parser);
            case "deleted_at" -> message.deletedAt = ProviderTimes.read(parser);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean userField(User user, String name, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> user.id = text(parser);
            case "name" -> user.name = text(parser);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void participants(Session session, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        require(parser, JsonToken.START_ARRAY, "a list");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Participant participant = object(Participant::new, parser, PayloadParser::participantField);
            if (participant != null) {
                session.participants.add(participant);
            }
        }
    }

    private static void counts(ProviderPayload payload, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        require(parser, JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String role = wellFormed(parser.currentName());
            parser.nextToken();
            Integer count = count(parser);
            if (count != null) {
                payload.countsByRole.put(role, count);
            }
        }
    }

    private static <T> @Nullable T object(Supplier<T> maker, JsonParser parser, Fields<T> fields) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        require(parser, JsonToken.START_OBJECT, "an object");
        return fill(maker.get(), parser, fields);
    }

    private static <T> T fill(T target, JsonParser parser, Fields<T> fields) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (!fields.take(target, name, parser)) {
                parser.skipChildren();
            }
        }
        return target;
    }

    /**
     * A text, or a number in its text form; null when empty, which the provider sends for "none". Half a character, which
     * JSON can say and UTF-8 cannot, becomes {@link #REPLACEMENT}.
     */
    private static @Nullable String text(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING
                && !parser.currentToken().isNumeric()) {
            throw new MalformedDeliveryException(parser.currentName() + " is not a text");
        }
        String text = parser.getText();
        return text.isEmpty() ? null : wellFormed(text);
    }

    private static String wellFormed(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            if (Character.charCount(text.codePointAt(i)) == 2) {
                i++;
            } else {
                repaired = repaired == null ? new StringBuilder(text) : repaired;
                repaired.setCharAt(i, REPLACEMENT);
            }
        }
        return repaired == null ? text : repaired.toString();
    }

    private static @Nullable Boolean flag(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new MalformedDeliveryException(parser.currentName() + " is neither true nor false");
        };
    }

    private static @Nullable Integer count(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (!parser.currentToken().isNumeric()) {
            throw new MalformedDeliveryException(parser.currentName() + " is not a number");
        }
        BigDecimal number = parser.getDecimalValue();
        try {
            return number.intValueExact();
        } catch (ArithmeticException e) {
            throw new MalformedDeliveryException(parser.currentName() + " is not a count", e);
        }
    }

    private static void require(JsonParser parser, JsonToken token, String what) throws IOException {
        if (parser.currentToken() != token) {
            throw new MalformedDeliveryException(parser.currentName() + " is not " + what);
        }
    }
}
