package dev.onstage.streamcontrol.provider;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Whether people may do at the provider what Onstage promises, and nothing else. */
public interface ProviderAccess {

    /** Has it looked at again soon, since something was set up. Never fails. */
    Uni<Void> lookSoon();

    /** What is wrong, as all copies of the service know it or did a few seconds ago; local, no call. */
    List<ProviderWarning> warnings();

    /**
     * Those of the warnings that say that people may do more or less than they should, as was tried. With these nobody should go
     * live without knowing. What could not be tried is none of them.
     */
    List<ProviderWarning> openDoors();
}
