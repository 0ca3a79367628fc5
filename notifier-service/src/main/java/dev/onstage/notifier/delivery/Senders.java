package dev.onstage.notifier.delivery;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The sender of each kind of destination. */
@ApplicationScoped
class Senders {
    private final List<DestinationSender> all;

    Senders(@All List<DestinationSender> all) {
        this.all = all;
    }

    List<DestinationSender> all() {
        return all;
    }

    DestinationSender of(String kind) {
        return all.stream()
                .filter(sender -> sender.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No sender for destinations of kind " + kind));
    }
}
