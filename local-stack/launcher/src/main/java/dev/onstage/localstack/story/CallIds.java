package dev.onstage.localstack.story;

import com.fasterxml.jackson.databind.JsonNode;

/** How GetStream names the call of a channel. */
public final class CallIds {

    private static final String TYPE = "onstage:";

    private CallIds() {}

    /** The cid of a provisioned channel's call, from the channel as the API shows it. */
    public static String cid(JsonNode channel) {
        String id = channel.path("streamCallId").asText();
        return id.startsWith(TYPE) ? id : TYPE + id;
    }

    /** The first call of that channel. */
    public static String first(String channelId) {
        return TYPE + channelId;
    }
}
