package dev.onstage.localstack.stack;

import dev.onstage.localstack.topology.ServiceKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

    Path limitServer() {
        return repository.resolve("local-stack/limit-server/target/quarkus-app/quarkus-run.jar");
    }

    /** The built pages; may be missing. */
    Path dashboard() {
        return repository.resolve("dashboard/dist");
    }

    /**
     * Refuses to start without what is needed of it built.
     *
     * @throws StackException naming what is missing
     */
    void requireBuilt(Set<ServiceKind> services, boolean withSimulators, boolean withGetStreamSimulator) {
        var needed = new ArrayList<Path>(services.stream().map(this::service).toList());
        if (withSimulators) {
            needed.add(discordSimulator());
        }
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
