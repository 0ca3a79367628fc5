package dev.onstage.componenttests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of limits for people who run Onstage, beside what the code refuses. */
class LimitsDocumentTest {

    private static final Path REPOSITORY = Path.of("../..");
    private static final List<String> MODULES = List.of(
            "stream-control-service",
            "webhook-ingest-service",
            "analytics-service",
            "notifier-service",
            "service-support/runtime");

    private static final Pattern ROW = Pattern.compile(
            "^\\| [^|]+ \\| `(onstage\\.[a-z.-]+)` \\| ([^|]+) \\| (all copies|each copy|each delivery|each request) \\|",
            Pattern.MULTILINE);

    /** Settings of such names bound what is let in. */
    private static final Pattern LIMIT = Pattern.compile("onstage\\..*\\.(max-(?!ahead|age|block|duration)[a-z-]+"
            + "|per-[a-z]+|total|burst|concurrency|[a-z]+-per-second)");

    private static final Pattern PREFIX = Pattern.compile("@ConfigMapping\\(prefix = \"([a-z.-]+)\"\\)");

    /** A default with the setting that it belongs to, or the name of the group in which the next ones are. */
    private static final Pattern DEFAULT =
            Pattern.compile("@WithDefault\\(\"([^\"]+)\"\\)\\s+(?:@Min\\(\\d+\\)\\s+)?[\\w<>]+ (\\w+)\\(\\)"
                    + "|@WithName\\(\"([a-z-]+)\"\\)");

    private static final Pattern PROPERTY =
            Pattern.compile("^(onstage\\.command-limits\\.[a-z.-]+)=(\\d+)$", Pattern.MULTILINE);

    @Test
    void shouldNameEveryLimitWithItsDefaultAndNoOther() throws IOException {
        Map<String, String> limits = new TreeMap<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src/main"))) {
                files.filter(Files::isRegularFile).forEach(file -> addLimits(file, limits));
            }
        }

        assertThat(documented()).isEqualTo(limits);
    }

    private static Map<String, String> documented() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(REPOSITORY.resolve("docs/limits.md")));
        while (row.find()) {
            documented.put(row.group(1), row.group(2));
        }
        return documented;
    }

    private static void addLimits(Path file, Map<String, String> limits) {
        String name = file.getFileName().toString();
        if (name.equals("application.properties") || name.equals("microprofile-config.properties")) {
            Matcher property = PROPERTY.matcher(read(file));
            while (property.find()) {
                limits.put(property.group(1), property.group(2));
            }
        }
        // The defaults of commands that nobody named are no limits of their own.
        if (name.endsWith("Config.java") && !name.equals("CommandLimitConfig.java")) {
            addDefaults(read(file), limits);
        }
    }

    private static void addDefaults(String source, Map<String, String> limits) {
        Matcher mapping = PREFIX.matcher(source);
        if (!mapping.find()) {
            return;
        }
        String prefix = mapping.group(1) + ".";
        Matcher found = DEFAULT.matcher(source);
        while (found.find()) {
            if (found.group(3) != null) {
                prefix += found.group(3) + ".";
            } else if (LIMIT.matcher(prefix + kebab(found.group(2))).matches()) {
                limits.put(prefix + kebab(found.group(2)), found.group(1));
            }
        }
    }

    private static String kebab(String method) {
        return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
