package dev.onstage.webhookingest.replay;

import dev.onstage.support.door.DoorConfig;
import dev.onstage.support.settings.UnusableSettingException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * A replay has to end before its request is answered for it: that answer would not say where to go on. What the replay reads
 * first, and the delivery that is under way when its time is over, need time too.
 */
@ApplicationScoped
class ReplayTime {
    private static final String SETTING = "onstage.replay.max-duration";
    private static final Duration REST = Duration.ofSeconds(2);

    void check(@Observes StartupEvent event, ReplayConfig replay, DoorConfig door) {
        check(replay.maxDuration(), door.answerWithin());
    }

    /**
     * Compares both.
     *
     * @throws UnusableSettingException when the replay may take too long
     */
    static void check(Duration replay, Duration request) {
        if (replay.plus(REST).compareTo(request) >= 0) {
            throw new UnusableSettingException(
                    SETTING,
                    "it is shorter than onstage.door.answer-within (" + seconds(request) + ") by more than "
                            + seconds(REST) + ", not " + seconds(replay));
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
