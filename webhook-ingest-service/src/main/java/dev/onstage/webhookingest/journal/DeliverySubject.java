package dev.onstage.webhookingest.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.onstage.events.ChannelIds;
import dev.onstage.support.text.StorableText;
import dev.onstage.webhookingest.normalization.ProviderJson;
import dev.onstage.webhookingest.verification.GzipMembers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Whom a delivery is about. Read from any body, however malformed: what a refused delivery was about is worth knowing.
 *
 * @param callCid for example {@code livestream:main_2}
 * @param chatChannelCid for example {@code livestream_invite:main}
 */
record DeliverySubject(@Nullable String callCid, @Nullable String chatChannelCid) {
    /** The channel it belongs to; null for calls and chat channels of others and for what names none. */
    @Nullable String channelId() {
        String ofCall = callCid == null ? null : ChannelIds.ofCall(callCid).orElse(null);
        return ofCall != null || chatChannelCid == null
                ? ofCall
                : ChannelIds.ofChat(chatChannelCid).orElse(null);
    }

    /**
     * Finds out, reading no further than necessary; what was found before the body breaks off counts.
     *
     * @param received the bytes as received, perhaps compressed
     */
    static DeliverySubject of(byte[] received, boolean compressed) {
        Finder finder = new Finder();
        try (InputStream plain = open(received, compressed);
                JsonParser parser = ProviderJson.FACTORY.createParser(plain)) {
            finder.read(parser);
        } catch (IOException brokenOff) {
            return finder.found();
        }
        return finder.found();
    }

    private static InputStream open(byte[] received, boolean compressed) {
        return compressed ? new GzipMembers(received) : new ByteArrayInputStream(received);
    }

    private static final class Finder {
        private @Nullable String callCid;
        private @Nullable String cidOfCall;
        private @Nullable String chatCid;
        private @Nullable String channelType;
        private @Nullable String channelId;
        private @Nullable String messageCid;

        void read(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (callCid == null && chatCid == null && parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "call_cid" -> callCid = text(parser);
                    case "cid" -> chatCid = text(parser);
                    case "channel_type" -> channelType = text(parser);
                    case "channel_id" -> channelId = text(parser);
                    case "call" -> cidOfCall = cidWithin(parser);
                    case "message" -> messageCid = cidWithin(parser);
                    default -> {}
                }
                if (value != null && value.isStructStart() && parser.currentToken() == value) {
                    parser.skipChildren();
                }
            }
        }

        /** The events are about the same, since the normaliser prefers the same fields. */
        DeliverySubject found() {
            String byParts = channelType == null || channelId == null ? null : channelType + ":" + channelId;
            String chat = chatCid == null ? byParts : chatCid;
            String call = callCid == null ? cidOfCall : callCid;
            return new DeliverySubject(call, call == null && chat == null ? messageCid : chat);
        }

        /** The field {@code cid} of the object the parser stands on, which is left behind. */
        private static @Nullable String cidWithin(JsonParser parser) throws IOException {
            String cid = null;
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean wanted = "cid".equals(parser.currentName());
                    parser.nextToken();
                    cid = wanted ? text(parser) : cid;
                    parser.skipChildren();
                }
            }
            return cid;
        }

        private static @Nullable String text(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return null;
            }
            return StorableText.id(parser.getText());
        }
    }
}
