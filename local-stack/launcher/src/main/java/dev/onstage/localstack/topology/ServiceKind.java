package dev.onstage.localstack.topology;

/** The four services: where their packages are built, their database schema and how much heap they get locally. */
public enum ServiceKind {
    /** Accounts, channels and the broadcast state machine. */
    STREAM_CONTROL("stream-control", "stream_control", 256, Port.STREAM_CONTROL, Port.STREAM_CONTROL_MANAGEMENT),
    /** Receives the provider's webhooks. */
    WEBHOOK_INGEST("webhook-ingest", "webhook_ingest", 192, Port.WEBHOOK_INGEST, Port.WEBHOOK_INGEST_MANAGEMENT),
    /** Sessions, presence, chat and the stats API. */
    ANALYTICS("analytics", "analytics", 256, Port.ANALYTICS, Port.ANALYTICS_MANAGEMENT),
    /** Posts to Discord. */
    NOTIFIER("notifier", "notifier", 160, Port.NOTIFIER, Port.NOTIFIER_MANAGEMENT);

    private final String label;
    private final String schema;
    private final int heapMebibytes;
    private final Port port;
    private final Port managementPort;

    ServiceKind(String label, String schema, int heapMebibytes, Port port, Port managementPort) {
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
        return schema;
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
