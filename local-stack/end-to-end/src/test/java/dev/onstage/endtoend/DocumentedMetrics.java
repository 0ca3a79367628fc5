package dev.onstage.endtoend;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.topology.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The list of metrics for people who run Onstage, beside what services that have worked for a while really show. */
final class DocumentedMetrics {

    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z_]+)` \\| (\\S+) \\| ([^|]+) \\| ([^|]+) \\| (.+) \\|$", Pattern.MULTILINE);

    /** Prometheus' own format; in that of OpenMetrics the names of counters end before "_total". */
    private static final String PROMETHEUS = "text/plain; version=0.0.4";

    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$", Pattern.MULTILINE);

    /** Those of the platform, by the beginning of their names. */
    private static final Pattern FAMILY =
            Pattern.compile("^\\| `([a-z_]+_)\\*` \\| ([^|]+) \\| (.+) \\|$", Pattern.MULTILINE);

    /** What is no address as it is declared. */
    private static final Pattern NO_ADDRESS =
            Pattern.compile("^http_server_requests.* ?uri=\"([^/\"][^\"]*)\"", Pattern.MULTILINE);

    /** What a gauge is without a description is "# HELP name" and blanks. */
    private static final Pattern HELP = Pattern.compile("^# HELP (\\S+) +\\S", Pattern.MULTILINE);

    /** A timer also shows the longest of the last minutes. */
    private static final String LONGEST = "_max";

    private static final Map<String, Set<String>> TYPES = Map.of(
            "gauge", Set.of("gauge"),
            "counter", Set.of("counter"),
            "timer", Set.of("summary", "histogram"));

    private static final String ALL = "all";

    private record Row(String type, List<String> services) {

        boolean isOf(ServiceKind service) {
            return DocumentedMetrics.isOf(services, service);
        }
    }

    private final String document;
    private final Map<String, Row> rows = new TreeMap<>();
    private final Map<String, List<String>> families = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();

    private DocumentedMetrics(String document) {
        this.document = document;
        ROW.matcher(document)
                .results()
                .forEach(row -> rows.put(row.group(1), new Row(row.group(2), services(row.group(4)))));
        FAMILY.matcher(document).results().forEach(row -> families.put(row.group(1), services(row.group(2))));
    }

    /** Fails when a service shows what the list does not have, or does not show what the list has for it. */
    static void check(StackUnderTest stack) {
        DocumentedMetrics documented = new DocumentedMetrics(document());
        for (ServiceKind service : ServiceKind.values()) {
            documented.compare(service, scrape(stack.stack().service(service).managementUrl()));
        }
        assertThat(documented.differences).as("docs/metrics.md").isEmpty();
    }

    private void compare(ServiceKind service, String scrape) {
        Map<String, String> shown =
                TYPE.matcher(scrape).results().collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
        Set<String> described =
                HELP.matcher(scrape).results().map(line -> line.group(1)).collect(Collectors.toSet());
        rows.forEach((name, row) -> {
            String type = shown.get(name);
            if (row.isOf(service) != (type != null)) {
                differ(name, service, type == null ? "missing" : "not documented");
            } else if (type != null && !requireNonNull(TYPES.get(row.type())).contains(type)) {
                differ(name, service, "a " + type);
            } else if ("gauge".equals(type) && !described.contains(name)) {
                differ(name, service, "without a description");
            }
        });
        Set<String> others = new TreeSet<>(shown.keySet());
        others.removeIf(name -> rows.containsKey(name)
                || (name.endsWith(LONGEST) && rows.containsKey(name.substring(0, name.length() - LONGEST.length()))));
        Set<String> shownFamilies = new TreeSet<>();
        others.forEach(name -> shownFamilies.add(family(name).orElse(name)));
        families.forEach((family, services) -> {
            if (isOf(services, service) && !shownFamilies.remove(family)) {
                differ(family, service, "missing");
            }
        });
        shownFamilies.forEach(name -> differ(name, service, "not documented"));
        NO_ADDRESS
                .matcher(scrape)
                .results()
                .map(line -> "`" + line.group(1) + "`")
                .filter(uri -> !document.contains(uri))
                .forEach(uri -> differ("uri " + uri, service, "not documented"));
    }

    /** The closest one. */
    private Optional<String> family(String metric) {
        return families.keySet().stream().filter(metric::startsWith).max(Comparator.comparingInt(String::length));
    }

    private void differ(String what, ServiceKind service, String how) {
        differences.add("%s of %s is %s".formatted(what, service.label(), how));
    }

    private static boolean isOf(List<String> services, ServiceKind service) {
        return services.contains(ALL) || services.contains(service.label());
    }

    private static List<String> services(String cell) {
        return Arrays.asList(cell.split(", ", -1));
    }

    private static String document() {
        try {
            return Files.readString(StackUnderTest.repository().resolve("docs/metrics.md"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String scrape(URI management) {
        try {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(management + "/q/metrics"))
                                    .header("Accept", PROMETHEUS)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
