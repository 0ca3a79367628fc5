package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.ServiceKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the build left what the stack runs. */
public record Artifacts(Path repository) {

    /** The runnable jar of a service. */
    Path service(ServiceKind kind) {
        return repository.resolve(kind.folder()).resolve("target/quarkus-app/quarkus-run.jar");
    }

    Path getStreamSimulator() {
        return repository.resolve("local-stack/getstream-simulator/target/getstream-simulator.jar");
    }

    Path discordSimulator() {
        return repository.resolve("local-stack/discord-simulator/target/discord-simulator.jar");
    }

    /** The built pages; may be missing. */
    Path dashboard() {
        return repository.resolve("dashboard/dist");
    }

    /**
     * Refuses to start without everything built.
     *
     * @throws StackException naming what is missing
     */
    void requireBuilt(boolean withGetStreamSimulator) {
        var needed = new ArrayList<Path>(
                Stream.of(ServiceKind.values()).map(this::service).toList());
        needed.add(discordSimulator());
        if (withGetStreamSimulator) {
            needed.add(getStreamSimulator());
        }
        List<Path> missing = needed.stream().filter(path -> !Files.exists(path)).toList();
        if (!missing.isEmpty()) {
            throw new StackException(
                    Failure.PREREQUISITE,
                    "Not built yet: %s. Run ./onstage up from the repository, or mvn package -DskipTests first."
                            .formatted(missing));
        }
    }
}
