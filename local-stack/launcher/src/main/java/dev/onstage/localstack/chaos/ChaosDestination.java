package dev.onstage.localstack.chaos;

import dev.onstage.localstack.client.DiscordSimulatorApi;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where one channel's notifications go, and what is wanted there.
 *
 * @param channelId the channel
 * @param name its name in the channel
 * @param webhookId the webhook at the simulator; no other destination has the same
 * @param atEnd how an end is told
 * @param onUnknown what a lost answer means
 */
record ChaosDestination(String channelId, String name, String webhookId, AtEnd atEnd, OnUnknown onUnknown) {

    private record Kind(AtEnd atEnd, OnUnknown onUnknown) {}

    /** Every kind of destination, spread over channels by the seed. */
    static List<ChaosDestination> spread(long seed, List<String> channelIds, int perChannel) {
        List<Kind> kinds = Stream.of(AtEnd.values())
                .flatMap(atEnd -> Stream.of(OnUnknown.values()).map(onUnknown -> new Kind(atEnd, onUnknown)))
                .toList();
        int count = channelIds.size() * perChannel;
        var chosen = new ArrayList<>(Collections.nCopies(count / kinds.size() + 1, kinds).stream()
                .flatMap(List::stream)
                .toList());
        Collections.shuffle(chosen, new Random(seed));
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    String channelId = channelIds.get(number / perChannel);
                    String name = "place-" + (1 + number % perChannel);
                    Kind kind = chosen.get(number);
                    return new ChaosDestination(
                            channelId,
                            name,
                            DiscordSimulatorApi.webhookId(channelId + "/" + name),
                            kind.atEnd(),
                            kind.onUnknown());
                })
                .toList();
    }

    @Override
    public String toString() {
        return "%s/%s (%s, %s)".formatted(channelId, name, atEnd, onUnknown);
    }
}
