package dev.onstage.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import org.eclipse.microprofile.config.ConfigProvider;

/** The management interface of the application under test: metrics, health and the OpenAPI document. */
public final class Management {

    private Management() {}

    /** The answer to a GET, for example of {@code /q/metrics}. */
    public static Response get(String path) {
        return given().port(ConfigProvider.getConfig().getValue(ServerPorts.MANAGEMENT, Integer.class))
                .get(path);
    }
}
