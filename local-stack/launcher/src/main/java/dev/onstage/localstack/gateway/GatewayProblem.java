package dev.onstage.localstack.gateway;

import dev.onstage.localstack.topology.ServiceKind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * What the gateway itself answers instead of a service: RFC 9457 problem details.
 *
 * @param slug last part of the problem's type
 */
record GatewayProblem(String slug, int status, String title, String detail, String fix) {

    static final String CONTENT_TYPE = "application/problem+json";

    static GatewayProblem unavailable(ServiceKind service) {
        return new GatewayProblem(
                "service-unavailable",
                503,
                "Service unavailable",
                service.label() + " is not running or still starting.",
                "Try again in a moment; ./onstage status and ./onstage logs " + service.label() + " say more.");
    }

    static GatewayProblem noAnswer(ServiceKind service) {
        return new GatewayProblem(
                "service-failed",
                502,
                "Service failed",
                service.label() + " broke off before it answered. Whether it did what was asked is not known.",
                "Look at the current state before trying again; ./onstage logs " + service.label() + " says more.");
    }

    static GatewayProblem tooSlow(ServiceKind service) {
        return new GatewayProblem(
                "service-timeout",
                504,
                "Service timeout",
                service.label() + " did not answer in time. Whether it did what was asked is not known.",
                "Look at the current state before trying again; ./onstage logs " + service.label() + " says more.");
    }

    static GatewayProblem tooLarge(long limit) {
        return new GatewayProblem(
                "payload-too-large",
                413,
                "Payload too large",
                "The body is larger than the " + limit + " bytes the gateway passes on.",
                "Send a smaller body.");
    }

    Buffer body(String path) {
        return new JsonObject()
                .put("type", "/problems/" + slug)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", path)
                .put("fix", fix)
                .toBuffer();
    }
}
