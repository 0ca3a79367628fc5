package dev.onstage.localstack.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.ChannelApi;
import dev.onstage.localstack.client.GetStreamSimulatorApi;
import dev.onstage.localstack.client.OnstageApi;
import java.time.Duration;
import java.util.Map;

/** A channel for a bench alone, whatever an earlier run left of it. */
final class BenchChannel {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OnstageApi api;
    private final GetStreamSimulatorApi getStream;
    private final ChannelApi channel;
    private final String channelId;
    private final String title;

    BenchChannel(OnstageApi api, GetStreamSimulatorApi getStream, String channelId, String title) {
        this.api = api;
        this.getStream = getStream;
        this.channel = api.channel(channelId);
        this.channelId = channelId;
        this.title = title;
    }

    /** The cid of its call, once it can go live. */
    String ready() {
        if (channel.get().status() != 200) {
            api.post("/api/channels", Map.of("channelId", channelId, "title", title))
                    .orThrow();
        }
        api.renew();
        String callCid = CallIds.cid(channel.provision().orThrow());
        if (!channel.state().equals("READY")) {
            channel.forceEnd().orThrow();
        }
        getStream.encoders(callCid).forEach(getStream::disconnectEncoder);
        JsonNode credentials = channel.encoder().orThrow();
        getStream
                .connectEncoder(
                        credentials.path("server").asText(),
                        credentials.path("streamKey").asText())
                .orThrow();
        Polling.until(
                "READY with an encoder and nothing owed",
                PATIENCE,
                channel::broadcast,
                broadcast -> broadcast.path("state").asText().equals("READY")
                        && broadcast.path("encoder").path("state").asText().equals("CONNECTED")
                        && broadcast.path("stopOwed").isNull());
        return callCid;
    }
}
