package dev.onstage.notifier.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of a test; short times are only for what is expected to run out. */
record StubConfig(
        Duration connectTimeout,
        Duration timeout,
        Optional<List<String>> allowedHosts,
        Optional<List<String>> privateReceivers)
        implements WebhookConfig {
    static final StubConfig DEFAULT =
            new StubConfig(Duration.ofSeconds(30), Duration.ofSeconds(30), Optional.empty(), Optional.empty());

    StubConfig allowing(String... hosts) {
        return new StubConfig(connectTimeout, timeout, Optional.of(List.of(hosts)), privateReceivers);
    }

    StubConfig openingTo(String... networks) {
        return new StubConfig(connectTimeout, timeout, allowedHosts, Optional.of(List.of(networks)));
    }

    StubConfig connectingWithin(Duration time) {
        return new StubConfig(time, timeout, allowedHosts, privateReceivers);
    }

    StubConfig answeringWithin(Duration time) {
        return new StubConfig(connectTimeout, time, allowedHosts, privateReceivers);
    }
}
