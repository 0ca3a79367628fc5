package dev.onstage.schemas;

/** The database schema of each service; its owner is a role of the same name, which no other schema admits. */
public enum ServiceSchema {
    STREAM_CONTROL("stream_control", "it changes its tables when a new version starts, and reads and writes them."),
    WEBHOOK_INGEST(
            "webhook_ingest",
            "it makes and drops the partition of each day while it runs, besides what a new version changes. In PostgreSQL"
                    + " only an owner can, so that no other role could migrate for it."),
    ANALYTICS(
            "analytics",
            "it makes and drops the partitions of each day while it runs, besides what a new version changes. In PostgreSQL"
                    + " only an owner can, so that no other role could migrate for it."),
    NOTIFIER("notifier", "it changes its tables when a new version starts, and reads and writes them.");

    private final String schemaName;
    private final String whyItOwns;

    ServiceSchema(String schemaName, String whyItOwns) {
        this.schemaName = schemaName;
        this.whyItOwns = whyItOwns;
    }

    /** The schema's name and its role's name. */
    public String schemaName() {
        return schemaName;
    }

    /** Why the role has to own the schema, as the end of a sentence. */
    String whyItOwns() {
        return whyItOwns;
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
