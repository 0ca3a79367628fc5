package dev.onstage.support.schema;

import io.smallrye.mutiny.Uni;

/** Offered by a service whose schema may not be there yet when it has started. */
public interface SchemaReady {
    /** Ends once the schema is as this version needs it; never fails. Ends on whatever thread found that out. */
    Uni<Void> whenReady();
}
