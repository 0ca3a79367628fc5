package dev.onstage.localstack.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.ChannelApi;
import dev.onstage.localstack.client.EventStream;
import dev.onstage.localstack.client.GetStreamSimulatorApi;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Predicate;

/** Measures how long a page takes to hear of a change, on a channel of its own. All clocks are this machine's one clock. */
public final class LatencyBench {

    private static final String CHANNEL = "bench";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OnstageApi api;
    private final GetStreamSimulatorApi getStream;
    private final ChannelApi channel;

    /** For somebody who is signed in as operator. */
    public LatencyBench(OnstageApi api, GetStreamSimulatorApi getStream) {
        this.api = api;
        this.getStream = getStream;
        this.channel = api.channel(CHANNEL);
    }

    /** Goes live and stops that many times at the provider, and as many times by command. */
    public LatencyReport measure(int runs) {
        String callCid = new BenchChannel(api, getStream, CHANNEL, "Bench").ready();
        var report = new LatencyReport(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (EventStream page = channel.liveEvents();
                EventStream dashboard = channel.broadcastEvents()) {
            for (int run = 0; run < runs; run++) {
                atTheProvider(report, page, dashboard, callCid);
                byCommand(report, page);
            }
        } finally {
            getStream.encoders(callCid).forEach(getStream::disconnectEncoder);
        }
        return report;
    }

    private void atTheProvider(LatencyReport report, EventStream page, EventStream dashboard, String callCid) {
        int pageFrom = page.count();
        int dashboardFrom = dashboard.count();
        Instant begin = Instant.now();
        getStream.goLive(callCid).orThrow();
        Instant shown = await(page, pageFrom, event -> event.path("isLive").asBoolean());
        Instant told = await(
                dashboard, dashboardFrom, event -> event.path("state").asText().equals("LIVE"));
        Instant accepted = acceptedAt(callCid, begin);
        report.webhookToPage().add(millis(accepted, shown));
        report.webhookToDashboard().add(millis(accepted, told));
        int from = page.count();
        getStream.stopLive(callCid).orThrow();
        await(page, from, event -> !event.path("isLive").asBoolean());
        awaitReady();
    }

    private void byCommand(LatencyReport report, EventStream page) {
        int from = page.count();
        Instant begin = Instant.now();
        channel.goLive().orThrow();
        report.commandToPage().add(millis(begin, await(page, from, event -> event.path("isLive")
                .asBoolean())));
        from = page.count();
        begin = Instant.now();
        channel.stopLive().orThrow();
        report.stopToPage().add(millis(begin, await(page, from, event -> !event.path("isLive")
                .asBoolean())));
        awaitReady();
    }

    private void awaitReady() {
        Polling.until("READY", PATIENCE, channel::state, state -> state.equals("READY"));
    }

    /** When the webhook of the go-live after {@code begin} was answered with 2xx. */
    private Instant acceptedAt(String callCid, Instant begin) {
        return Polling.until(
                        "an accepted call.live_started",
                        PATIENCE,
                        () -> getStream.deliveries(callCid).stream()
                                .filter(delivery ->
                                        delivery.path("type").asText().equals("call.live_started"))
                                .filter(delivery -> delivery.path("status").asInt() / 100 == 2)
                                .map(LatencyBench::answeredAt)
                                .filter(answered -> answered.isAfter(begin))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Instant answeredAt(JsonNode delivery) {
        return Instant.parse(delivery.path("at").asText());
    }

    private static Instant await(EventStream stream, int from, Predicate<JsonNode> wanted) {
        return stream.await(from, wanted, PATIENCE)
                .map(EventStream.Event::at)
                .orElseThrow(() -> new StackException(Failure.CHECK_FAILED, "An expected push did not come."));
    }

    private static double millis(Instant from, Instant until) {
        return Duration.between(from, until).toNanos() / 1e6;
    }
}
