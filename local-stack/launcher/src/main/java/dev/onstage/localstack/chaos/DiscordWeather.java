package dev.onstage.localstack.chaos;

import dev.onstage.localstack.client.DiscordSimulatorApi;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A bad day at Discord: of all calls 10 % are limited, 5 % fail, 2 % are lost and of 2 % the answer is lost. */
final class DiscordWeather {

    private static final double RETRY_AFTER_SECONDS = 0.5;

    private DiscordWeather() {}

    /** What happens with which share of the calls. */
    private record Trouble(double share, Map<String, Object> rule) {}

    private static final List<Trouble> TROUBLES = List.of(
            new Trouble(0.10, Map.of("status", 429, "retryAfter", RETRY_AFTER_SECONDS)),
            new Trouble(0.03, Map.of("status", 500)),
            new Trouble(0.02, Map.of("status", 503)),
            new Trouble(0.02, Map.of("drop", "request")),
            new Trouble(0.02, Map.of("drop", "answer")));

    /** Begins; it lasts until the faults are cleared. */
    static void begin(DiscordSimulatorApi discord) {
        double left = 1.0;
        for (Trouble trouble : TROUBLES) {
            // A rule sees only what those before it let through.
            var rule = new HashMap<String, Object>(trouble.rule());
            rule.put("probability", trouble.share() / left);
            rule.put("times", -1);
            discord.addFault(rule);
            left -= trouble.share();
        }
    }
}
