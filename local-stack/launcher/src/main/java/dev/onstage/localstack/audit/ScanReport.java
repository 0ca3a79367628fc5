package dev.onstage.localstack.audit;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a scan found.
 *
 * @param secrets how many secrets were looked for
 * @param searched texts looked through, by the kind of place
 * @param characters how long they were together
 * @param findings every text that gives a secret away
 */
public record ScanReport(
        int secrets, Map<Source, Integer> searched, Map<Source, Long> characters, List<Finding> findings) {

    private static final int EXAMPLES = 20;

    /** Copies what it is given. */
    public ScanReport {
        searched = Map.copyOf(searched);
        characters = Map.copyOf(characters);
        findings = List.copyOf(findings);
    }

    /**
     * A text that gives a secret away.
     *
     * @param secret its label, never itself
     */
    public record Finding(Source source, String place, String secret) {}

    /** Everything that is not as it should be, in words: a secret that was found, or a kind of place with nothing to search. */
    public List<String> broken() {
        return Stream.of(
                        secrets == 0 ? Stream.of("no secret was looked for") : Stream.<String>empty(),
                        Stream.of(Source.values())
                                .filter(source -> !searched.containsKey(source))
                                .map(source -> "no " + source.label() + " were searched"),
                        findings.stream().limit(EXAMPLES).map(ScanReport::said),
                        findings.size() > EXAMPLES
                                ? Stream.of("and %d more places".formatted(findings.size() - EXAMPLES))
                                : Stream.<String>empty())
                .flatMap(lines -> lines)
                .toList();
    }

    private static String said(Finding finding) {
        return "%s is in %s".formatted(finding.secret(), finding.place());
    }

    /** The table and the verdict. */
    public String text() {
        var text = new StringBuilder();
        text.append("%n  looked for %d secrets in%n".formatted(secrets));
        Stream.of(Source.values())
                .forEach(source -> text.append("  %10d %-20s %10d kB%n"
                        .formatted(
                                searched.getOrDefault(source, 0),
                                source.label(),
                                characters.getOrDefault(source, 0L) / 1000)));
        List<String> broken = broken();
        text.append(broken.isEmpty() ? "  none found%n".formatted() : "");
        broken.forEach(line -> text.append("  NOT AS PROMISED: %s%n".formatted(line)));
        return text.toString();
    }
}
