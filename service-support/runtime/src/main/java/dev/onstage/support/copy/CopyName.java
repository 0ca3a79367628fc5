package dev.onstage.support.copy;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The name by which this process signs what it tells or takes from others. It begins with {@code onstage.instance}, where there is
 * one, and no other process has it: not even the one that was this copy before, so that what is still its own is not taken for
 * ours.
 */
@Singleton
public class CopyName {

    private final String text;

    CopyName(@ConfigProperty(name = "onstage.instance") Optional<String> instance) {
        this.text = instance.map(name -> name + "-").orElse("") + UUID.randomUUID();
    }

    /** The same for as long as the process lives. */
    public String text() {
        return text;
    }
}
