package dev.onstage.streamcontrol.broadcast;

import dev.onstage.support.intake.StalledIntake;
import dev.onstage.support.intake.StalledIntakes;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Knows the consumers of all services that stand still, as of a few seconds ago. */
@ApplicationScoped
class IntakeWatch {

    private final StalledIntakes intakes;
    private volatile List<StalledIntake> stalled = List.of();

    IntakeWatch(StalledIntakes intakes) {
        this.intakes = intakes;
    }

    List<StalledIntake> stalled() {
        return stalled;
    }

    @Scheduled(every = "5s", delayed = "5s")
    Uni<Void> look() {
        return intakes.everywhere().invoke(found -> stalled = found).replaceWithVoid();
    }
}
