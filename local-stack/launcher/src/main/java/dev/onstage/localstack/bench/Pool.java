package dev.onstage.localstack.bench;

import dev.onstage.localstack.load.Crowd;
import dev.onstage.localstack.load.SignedRequests;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Deliveries made and signed beforehand, for one round: none is ever sent twice, and their times are those of the round, so
 * the service has the same work with them as with GetStream's.
 */
final class Pool {

    private static final int CHUNK = 4096;

    private final String apiKey;
    private final String apiSecret;
    private long seed;

    Pool(String apiKey, String apiSecret, long seed) {
        this.apiKey = apiKey;
        this.apiSecret = apiSecret;
        this.seed = seed;
    }

    /** A crowd whose ids no other crowd of this pool has, all at once. */
    Crowd crowd() {
        return crowd(Duration.of(1, ChronoUnit.MICROS));
    }

    /** The same over a longer time. */
    Crowd crowd(Duration step) {
        return new Crowd(seed++, "livestream:bench", "livestream_invite:bench", Instant.now(), step);
    }

    /** Makes requests one by one, for one thread. */
    SignedRequests signed(URI target) {
        return new SignedRequests(target, apiKey, apiSecret);
    }

    /** That many requests to {@code target}. */
    List<byte[]> requests(URI target, int count) {
        Crowd crowd = crowd();
        byte[][] requests = new byte[count][];
        IntStream.rangeClosed(0, (count - 1) / CHUNK).parallel().forEach(chunk -> {
            SignedRequests signed = signed(target);
            for (int number = chunk * CHUNK; number < Math.min(count, (chunk + 1) * CHUNK); number++) {
                requests[number] = signed.request(crowd, number);
            }
        });
        // What was made for the round before is garbage by now: better collected here than while something is measured.
        System.gc();
        return Arrays.asList(requests);
    }
}
