package dev.onstage.localstack.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.ChannelApi;
import dev.onstage.localstack.client.GetStreamSimulatorApi;
import dev.onstage.localstack.client.HttpAnswer;
import dev.onstage.localstack.client.OnstageApi;
import dev.onstage.localstack.stack.Failure;
import dev.onstage.localstack.stack.StackException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * Measures how long somebody who lost access can still write in the chat and watch, with the token that they were given before
 * and without the page, on a channel of its own that is live.
 */
public final class AccessBench {

    private static final String CHANNEL = "bench-access";
    private static final String PASSWORD = "a password of the bench";
    private static final int TOO_MANY = 429;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final URI gateway;
    private final OnstageApi operator;
    private final GetStreamSimulatorApi getStream;
    private final ChannelApi channel;

    /** For somebody who is signed in as operator. */
    public AccessBench(URI gateway, OnstageApi operator, GetStreamSimulatorApi getStream) {
        this.gateway = gateway;
        this.operator = operator;
        this.getStream = getStream;
        this.channel = operator.channel(CHANNEL);
    }

    /** How access ends. */
    private enum End {
        INVITATION_ENDED("invitation ended"),
        BANNED("banned"),
        SIGNED_OUT("signed out");

        private final String words;

        End(String words) {
            this.words = words;
        }
    }

    /** Somebody who writes in the chat and watches. */
    private record Guest(OnstageApi api, String userId, String apiKey, String token) {}

    /** That many people lose it in each way, and as many while every webhook of the call is lost. */
    public AccessReport measure(int people) {
        String callCid = prepare();
        var report = new AccessReport();
        for (End end : End.values()) {
            measure(report.begin(end.words), end, callCid, people);
            String fault = getStream.addFault(Map.of("call", callCid, "drop", 1));
            try {
                measure(report.begin(end.words + ", webhooks lost"), end, callCid, people);
            } finally {
                getStream.removeFault(fault);
            }
        }
        channel.stopLive().orThrow();
        return report;
    }

    private String prepare() {
        String callCid = new BenchChannel(operator, getStream, CHANNEL, "Access").ready();
        channel.goLive().orThrow();
        return callCid;
    }

    private void measure(AccessReport.Row row, End end, String callCid, int people) {
        String code = withPatience(() -> operator.post(path("/invites"), Map.of("maxUses", people)))
                .path("code")
                .asText();
        String chat = channel.get().orThrow().path("chatChannelCid").asText();
        for (int person = 0; person < people; person++) {
            Guest guest = enter(code, callCid, chat);
            lose(row, end, guest, callCid, chat);
        }
    }

    private Guest enter(String code, String callCid, String chat) {
        OnstageApi api = new OnstageApi(gateway);
        api.signUp(code, "bench-" + UUID.randomUUID() + "@onstage.local", "Guest", PASSWORD)
                .orThrow();
        JsonNode access = api.get(path("/viewer-access")).orThrow();
        var guest = new Guest(
                api,
                access.path("userId").asText(),
                access.path("apiKey").asText(),
                access.path("token").asText());
        Polling.until("somebody who was invited may write", PATIENCE, () -> post(guest, chat), HttpAnswer::isSuccess);
        getStream.join(callCid, guest.token()).orThrow();
        return guest;
    }

    private void lose(AccessReport.Row row, End end, Guest guest, String callCid, String chat) {
        long begin = System.nanoTime();
        end(end, guest);
        boolean writes = true;
        boolean watches = true;
        while ((writes || watches) && System.nanoTime() - begin < PATIENCE.toNanos()) {
            if (writes && !post(guest, chat).isSuccess()) {
                writes = false;
                row.chatLost(millisSince(begin));
            }
            if (watches
                    && !isWatching(guest, callCid)
                    && !getStream.join(callCid, guest.token()).isSuccess()) {
                watches = false;
                row.playbackLost(millisSince(begin));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        if (writes) {
            row.keptChat();
        }
        if (watches) {
            row.keptPlayback();
        }
    }

    private void end(End end, Guest guest) {
        withPatience(() -> switch (end) {
            case INVITATION_ENDED -> operator.delete(path("/invited/" + guest.userId()));
            case BANNED -> operator.post(path("/bans/" + guest.userId()), Map.of("reason", "bench"));
            case SIGNED_OUT -> guest.api().post("/api/auth/sign-out", Map.of());
        });
    }

    private HttpAnswer post(Guest guest, String chat) {
        return getStream.asUser(
                "POST",
                "/api/v2/chat/channels/" + chat.replace(':', '/') + "/message",
                Map.of("message", Map.of("text", "hello")),
                guest.apiKey(),
                guest.token());
    }

    private boolean isWatching(Guest guest, String callCid) {
        return StreamSupport.stream(
                        getStream.state(callCid).path("participants").spliterator(), false)
                .anyMatch(present -> present.path("userId").asText().equals(guest.userId()));
    }

    /** Commands of one account are limited; whoever is refused for that comes back. */
    private static JsonNode withPatience(Supplier<HttpAnswer> command) {
        HttpAnswer answer = Polling.until("a command is taken", PATIENCE, command, one -> one.status() != TOO_MANY);
        if (!answer.isSuccess()) {
            throw new StackException(Failure.CHECK_FAILED, answer.describe());
        }
        return answer.body();
    }

    private static String path(String rest) {
        return "/api/channels/" + CHANNEL + rest;
    }

    private static double millisSince(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }
}
