package dev.onstage.support.intake;

import io.vertx.mutiny.sqlclient.Row;
import java.lang.reflect.Array;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows as columns, for statements that take a whole batch through {@code unnest}. */
public final class SqlColumns {

    private SqlColumns() {}

    /** One column of the rows; elements may be null. */
    @SuppressWarnings("unchecked") // An array of the class is an array of its type.
    public static <R, C> C[] of(List<R> rows, Class<C> type, Function<R, @Nullable C> column) {
        C[] values = (C[]) Array.newInstance(type, rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }

    /** As the driver wants it. */
    public static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** As the driver wants it, null for null. */
    public static @Nullable OffsetDateTime timeOrNull(@Nullable Instant instant) {
        return instant == null ? null : time(instant);
    }

    /** A column that may be null. */
    public static @Nullable Instant instantOrNull(Row row, String column) {
        OffsetDateTime value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }

    /** A column that is never null. */
    public static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
