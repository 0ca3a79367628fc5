package dev.onstage.localstack.topology;

import dev.onstage.schemas.ServiceSchema;

/** The four services: where their packages are built, their database schema and how much heap they get locally. */
public enum ServiceKind {
    /** Accounts, channels and the broadcast state machine. */
    STREAM_CONTROL(
            "stream-control", ServiceSchema.STREAM_CONTROL, 256, Port.STREAM_CONTROL, Port.STREAM_CONTROL_MANAGEMENT),
    /** Receives the provider's webhooks. */
    WEBHOOK_INGEST(
            "webhook-ingest", ServiceSchema.WEBHOOK_INGEST, 192, Port.WEBHOOK_INGEST, Port.WEBHOOK_INGEST_MANAGEMENT),
    /** Sessions, presence, chat and the stats API. */
    ANALYTICS("analytics", ServiceSchema.ANALYTICS, 256, Port.ANALYTICS, Port.ANALYTICS_MANAGEMENT),
    /** Posts to Discord. */
    NOTIFIER("notifier", ServiceSchema.NOTIFIER, 160, Port.NOTIFIER, Port.NOTIFIER_MANAGEMENT);

    private final String label;
    private final ServiceSchema schema;
    private final int heapMebibytes;
    private final Port port;
    private final Port managementPort;

    ServiceKind(String label, ServiceSchema schema, int heapMebibytes, Port port, Port managementPort) {
        this.label = label;
        this.schema = schema;
        this.heapMebibytes = heapMebibytes;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** The name on the command line, in logs and in the table: {@code stream-control}. */
    public String label() {
        return label;
    }

    /** The folder of the module in the repository. */
    public String folder() {
        return label + "-service";
    }

    /** The schema, which is also the name of the role. */
    public String schema() {
        return schema.schemaName();
    }

    /** The most heap one copy may use. */
    public int heapMebibytes() {
        return heapMebibytes;
    }

    /** The port of the first instance. */
    public Port port() {
        return port;
    }

    /** The port where the first instance shows its metrics, health and OpenAPI document. */
    public Port managementPort() {
        return managementPort;
    }
}
