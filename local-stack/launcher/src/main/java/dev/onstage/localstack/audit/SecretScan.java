package dev.onstage.localstack.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for secrets in one text after the other. A secret counts as found when a half of it is there, and as it is,
 * percent-encoded, escaped as in JSON, or as a part of something in Base64. For one thread.
 */
public final class SecretScan {

    private final Needles needles;
    private final int secrets;
    private final Map<Source, Integer> searched = new EnumMap<>(Source.class);
    private final Map<Source, Long> characters = new EnumMap<>(Source.class);
    private final List<ScanReport.Finding> findings = new ArrayList<>();

    /**
     * @param secrets by what they may be called in the report: it never shows a secret itself
     * @throws IllegalArgumentException for a secret too short to be looked for
     */
    public SecretScan(Map<String, String> secrets) {
        this.needles = new Needles(secrets);
        this.secrets = secrets.size();
    }

    /**
     * Looks through one text.
     *
     * @param source the kind of place
     * @param place where it is, for somebody who wants to look there; no part of the text
     */
    public void search(Source source, String place, String text) {
        searched.merge(source, 1, Integer::sum);
        characters.merge(source, (long) text.length(), Long::sum);
        Decoded.formsOf(text).stream()
                .flatMap(form -> needles.in(form).stream())
                .distinct()
                .forEach(label -> findings.add(new ScanReport.Finding(source, place, label)));
    }

    /** What was found so far. */
    public ScanReport report() {
        return new ScanReport(secrets, searched, characters, findings);
    }
}
