package dev.onstage.analytics.stats;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** How an export is answered: as a file, kept by nobody on the way. */
final class StatsDownload {

    static final String CSV = "text/csv;charset=UTF-8";

    private StatsDownload() {}

    /**
     * The headers.
     *
     * @param fileName of ids of ours only
     */
    static Map<String, List<String>> headers(String fileName) {
        return Map.of(
                HttpHeaders.CONTENT_DISPOSITION, List.of("attachment; filename=\"" + fileName + "\""),
                HttpHeaders.CACHE_CONTROL, List.of("private, no-store"));
    }

    /** The whole export at once. */
    static Response of(Object export, String fileName) {
        Response.ResponseBuilder answer = Response.ok(export);
        headers(fileName).forEach((name, values) -> answer.header(name, values.get(0)));
        return answer.build();
    }
}
