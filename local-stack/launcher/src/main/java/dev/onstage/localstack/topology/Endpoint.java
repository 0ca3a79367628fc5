package dev.onstage.localstack.topology;

/**
 * Where one copy of a service listens on loopback.
 *
 * @param port what the gateway sends requests to
 * @param managementPort metrics, health and the OpenAPI document, which no request through the gateway reaches
 */
public record Endpoint(int port, int managementPort) {}
