package dev.onstage.notifier.delivery;

import dev.onstage.support.access.ChannelAccess;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;

/** The history of a destination, and its test message; for the channel's broadcaster. */
@Path("/api/channels/{channelId}/notifications/{destinationId}")
public class DeliveryResource {
    private final DeliveryHistory history;
    private final TestMessages tests;
    private final ChannelAccess access;

    DeliveryResource(DeliveryHistory history, TestMessages tests, ChannelAccess access) {
        this.history = history;
        this.tests = tests;
        this.access = access;
    }

    @GET
    @Path("/deliveries")
    public Uni<List<DeliveryResponse>> deliveries(String channelId, String destinationId) {
        access.requireBroadcaster(channelId);
        return history.of(channelId, destinationId);
    }

    @POST
    @Path("/test")
    public Uni<TestMessages.Sent> test(String channelId, String destinationId) {
        return access.requireBroadcasterNow(channelId).chain(() -> tests.send(channelId, destinationId));
    }
}
