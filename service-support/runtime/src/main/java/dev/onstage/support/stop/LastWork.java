package dev.onstage.support.stop;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** What a copy does for the others when it stops, and what nobody needs when it cannot be done. */
public final class LastWork {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private LastWork() {}

    /** Does it, and waits for a moment: not for a server that is away. Blocks; never fails. */
    public static void tryFor(Uni<?> work) {
        work.ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely();
    }
}
