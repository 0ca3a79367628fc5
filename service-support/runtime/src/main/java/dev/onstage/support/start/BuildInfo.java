package dev.onstage.support.start;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says which service in which version a copy is: gauge {@code build.info}, always 1. */
@ApplicationScoped
class BuildInfo {

    void tell(
            @Observes StartupEvent event,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        Gauge.builder("build.info", () -> 1)
                .description("1; the labels say what runs here")
                .tag("service", service)
                .tag("version", version)
                .register(metrics);
    }
}
