package dev.onstage.webhookingest.normalization;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.onstage.events.ParticipantCountObserved;
import dev.onstage.support.text.StorableText;
import dev.onstage.webhookingest.normalization.ProviderPayload.Call;
import dev.onstage.webhookingest.normalization.ProviderPayload.Message;
import dev.onstage.webhookingest.normalization.ProviderPayload.Participant;
import dev.onstage.webhookingest.normalization.ProviderPayload.Session;
import dev.onstage.webhookingest.normalization.ProviderPayload.User;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a payload in one pass without building a tree: what no event needs is skipped, whatever it is. Fields may come in
 * any order; of a field that comes twice the last counts; null is the same as absent, and so is a value that cannot be what
 * its field holds. Who needs a field says so ({@link EventMapper}).
 */
final class PayloadParser {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_ERROR = 2000;

    private PayloadParser() {}

    /** Takes one field of an object; false when it is of no interest. */
    private interface Fields<T> {
        boolean take(T target, String name, JsonParser parser) throws IOException;
    }

    /** Reads one value; null when the parser does not stand on one. Leaves the parser at its end. */
    private interface Value<T> {
        @Nullable T read(JsonParser parser) throws IOException;
    }

    static ProviderPayload parse(byte[] json) {
        try (JsonParser parser = ProviderJson.FACTORY.createParser(json)) {
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
            case "type" -> payload.type = readable(parser, LONGEST_NAME);
            case "created_at" -> payload.createdAt = ProviderTimes.read(parser);
            case "call_cid" -> payload.callCid = id(parser);
            case "session_id" -> payload.sessionId = id(parser);
            case "cid" -> payload.chatChannelCid = decisive(payload, name, parser, PayloadParser::id);
            case "channel_type" -> payload.channelType = decisive(payload, name, parser, PayloadParser::id);
            case "channel_id" -> payload.channelId = decisive(payload, name, parser, PayloadParser::id);
            case "user_id" -> payload.userId = id(parser);
            case "ingress_stream_id" -> payload.ingressStreamId = id(parser);
            case "client_name" -> payload.clientName = readable(parser, LONGEST_NAME);
            case "version" -> payload.clientVersion = readable(parser, LONGEST_NAME);
            case "error" -> payload.error = readable(parser, LONGEST_ERROR);
            case "code" -> payload.errorCode = readable(parser, LONGEST_NAME);
            case "message_id" -> payload.messageId = id(parser);
            case "expiration" -> payload.expiration = decisive(payload, name, parser, ProviderTimes::read);
            case "shadow" -> payload.shadow = Boolean.TRUE.equals(decisive(payload, name, parser, PayloadParser::flag));
            case "deleted_for_me" -> payload.deletedForMe = Boolean.TRUE.equals(flag(parser));
            case "anonymous_participant_count" ->
                payload.anonymousCount = decisive(payload, name, parser, PayloadParser::count);
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
            case "cid" -> call.cid = id(parser);
            case "backstage" -> call.backstage = flag(parser);
            case "current_session_id" -> call.currentSessionId = id(parser);
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
            case "id" -> session.id = id(parser);
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
            case "user_session_id" -> participant.userSessionId = id(parser);
            case "role" -> participant.role = readable(parser, LONGEST_NAME);
            case "joined_at" -> participant.joinedAt = ProviderTimes.read(parser);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean messageField(Message message, String name, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> message.id = id(parser);
            case "cid" -> message.cid = id(parser);
            case "type" -> message.type = readable(parser, LONGEST_NAME);
            case "user" -> message.user = object(User::new, parser, PayloadParser::userField);
            case "created_at" -> message.createdAt = ProviderTimes.read(parser);
            case "deleted_at" -> message.deletedAt = ProviderTimes.read(parser);
            case "shadowed" -> message.shadowed = Boolean.TRUE.equals(flag(parser));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean userField(User user, String name, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> user.id = id(parser);
            case "name" -> user.name = readable(parser, LONGEST_NAME);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void participants(Session session, JsonParser parser) throws IOException {
        session.participants.clear();
        session.unreadableParticipants = 0;
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            session.unreadableParticipants = parser.currentToken() == JsonToken.VALUE_NULL ? 0 : 1;
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Participant participant = object(Participant::new, parser, PayloadParser::participantField);
            if (participant == null) {
                session.unreadableParticipants++;
            } else {
                session.participants.add(participant);
            }
        }
    }

    /** With one count or role that cannot be used the others are no picture of the call: too small a sum ends stays. */
    private static void counts(ProviderPayload payload, JsonParser parser) throws IOException {
        payload.countsByRole = null;
        payload.unreadableCounts = 0;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String role = StorableText.id(parser.currentName());
            parser.nextToken();
            Integer count = count(parser);
            if (role != null && count != null) {
                counts.put(role, count);
            } else {
                payload.unreadableCounts++;
            }
        }
        payload.countsByRole = counts;
    }

    private static <T> @Nullable T object(Supplier<T> maker, JsonParser parser, Fields<T> fields) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
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

    /** Reads a field whose absence means something, so that it is not absent when it is only unreadable. */
    private static <T> @Nullable T decisive(ProviderPayload payload, String name, JsonParser parser, Value<T> value)
            throws IOException {
        boolean given = parser.currentToken() != JsonToken.VALUE_NULL
                && !(parser.currentToken() == JsonToken.VALUE_STRING && parser.getTextLength() == 0);
        T read = value.read(parser);
        if (given && read == null) {
            payload.unreadable.add(name);
        } else {
            payload.unreadable.remove(name);
        }
        return read;
    }

    /** An id; null when it is no text, or not one that can be stored as it is. */
    private static @Nullable String id(JsonParser parser) throws IOException {
        String text = text(parser);
        return text == null ? null : StorableText.id(text);
    }

    /** A text to be shown to people; made storable. */
    private static @Nullable String readable(JsonParser parser, int longest) throws IOException {
        String text = text(parser);
        return text == null ? null : StorableText.readable(text, longest);
    }

    /** A text, or a number in its text form; null when empty, which the provider sends for "none". */
    private static @Nullable String text(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING
                && !parser.currentToken().isNumeric()) {
            parser.skipChildren();
            return null;
        }
        String text = parser.getText();
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Boolean flag(JsonParser parser) throws IOException {
        if (!parser.currentToken().isBoolean()) {
            parser.skipChildren();
            return null;
        }
        return parser.getBooleanValue();
    }

    /** A whole number from 0 on; none that no call can reach, since sums of such would be no numbers of people. */
    private static @Nullable Integer count(JsonParser parser) throws IOException {
        BigDecimal number = ProviderJson.number(parser);
        if (number == null) {
            parser.skipChildren();
            return null;
        }
        try {
            int count = number.intValueExact();
            return count < 0 || count > ParticipantCountObserved.LARGEST_COUNT ? null : count;
        } catch (ArithmeticException notACount) {
            return null;
        }
    }
}
