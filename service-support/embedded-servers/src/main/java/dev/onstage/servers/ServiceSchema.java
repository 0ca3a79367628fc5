package dev.onstage.servers;

/** The database schema of each service; its owner is a role of the same name, which no other schema admits. */
public enum ServiceSchema {
    STREAM_CONTROL("stream_control"),
    WEBHOOK_INGEST("webhook_ingest"),
    ANALYTICS("analytics"),
    NOTIFIER("notifier");

    private final String schemaName;

    ServiceSchema(String schemaName) {
        this.schemaName = schemaName;
    }

    /** The schema's name and its role's name. */
    public String schemaName() {
        return schemaName;
    }

    /** The schema with this name. */
    public static ServiceSchema of(String schemaName) {
        for (ServiceSchema schema : values()) {
            if (schema.schemaName.equals(schemaName)) {
                return schema;
            }
        }
        throw new IllegalArgumentException("No service has the schema " + schemaName);
    }
}
