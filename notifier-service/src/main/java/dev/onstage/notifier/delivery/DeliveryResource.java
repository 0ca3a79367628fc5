package dev.onstage.notifier.delivery;

import dev.onstage.notifier.destination.DestinationService;
import dev.onstage.support.access.ChannelAccess;
import dev.onstage.support.limit.CommandLimit;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;

/** What a destination's messages look like and what became of them; for the channel's broadcaster. */
@Path("/api/notifications/channels/{channelId}/{destinationId}")
public class DeliveryResource {
    private final DeliveryHistory history;
    private final Retries retries;
    private final TestMessages tests;
    private final Previews previews;
    private final DestinationService destinations;
    private final ChannelAccess access;

    DeliveryResource(
            DeliveryHistory history,
            Retries retries,
            TestMessages tests,
            Previews previews,
            DestinationService destinations,
            ChannelAccess access) {
        this.history = history;
        this.retries = retries;
        this.tests = tests;
        this.previews = previews;
        this.destinations = destinations;
        this.access = access;
    }

    @GET
    @Path("/deliveries")
    public Uni<List<DeliveryResponse>> deliveries(String channelId, String destinationId) {
        access.requireBroadcaster(channelId);
        return destinations.find(channelId, destinationId).chain(() -> history.of(channelId, destinationId));
    }

    @POST
    @Path("/deliveries/{sessionId}/retry")
    @CommandLimit("retry")
    public Uni<List<DeliveryResponse>> retry(String channelId, String destinationId, UUID sessionId) {
        access.requireBroadcaster(channelId);
        return retries.retry(channelId, destinationId, sessionId);
    }

    @POST
    @Path("/preview")
    public Uni<PreviewResponse> preview(
            String channelId, String destinationId, @NotNull @Valid PreviewRequest request) {
        access.requireBroadcaster(channelId);
        return previews.of(channelId, destinationId, request);
    }

    @POST
    @Path("/test")
    @CommandLimit("test-message")
    public Uni<TestMessages.Sent> test(String channelId, String destinationId) {
        access.requireBroadcaster(channelId);
        return tests.send(channelId, destinationId);
    }
}
