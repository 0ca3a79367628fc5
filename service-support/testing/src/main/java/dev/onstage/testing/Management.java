package dev.onstage.testing;

import static io.restassured.RestAssured.given;

import dev.onstage.servers.LoopbackPorts;
import io.restassured.response.Response;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** The management interface of the application under test: metrics, health and the OpenAPI document. */
public final class Management {

    private static final String TEST_PORT = "quarkus.management.test-port";

    private Management() {}

    /** What a test resource configures so that the interface listens on a port that nobody else has. */
    public static Map.Entry<String, String> onFreePort() {
        return Map.entry(TEST_PORT, Integer.toString(LoopbackPorts.free()));
    }

    /** The answer to a GET, for example of {@code /q/metrics}. */
    public static Response get(String path) {
        return given().port(ConfigProvider.getConfig().getValue(TEST_PORT, Integer.class))
                .get(path);
    }
}
