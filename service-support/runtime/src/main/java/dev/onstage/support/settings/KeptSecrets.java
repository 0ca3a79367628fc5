package dev.onstage.support.settings;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What was last read of each secret: a file that is away or empty does not take its secret away. */
final class KeptSecrets {

    private volatile Map<String, String> byVariable = Map.of();
    private Map<String, String> byFile = Map.of();
    private Set<String> away = Set.of();

    /**
     * What is different from before, by names of files.
     *
     * @param changed those that hold another value, and those that stand for a setting whose value is another than before
     */
    record Difference(Set<String> changed, Set<String> away) {}

    /** The last value of that setting; empty when no file ever had one. */
    Optional<String> find(String setting) {
        return atThisMoment().apply(setting);
    }

    /** What finds values, all of them as they are at this moment. */
    Function<String, Optional<String>> atThisMoment() {
        Map<String, String> values = byVariable;
        return setting -> Optional.ofNullable(values.get(SecretNames.variableOfFile(setting)));
    }

    /** Takes what the files hold. A file is told to be away when it was there before, and each time once. */
    synchronized Difference take(Map<String, String> read) {
        Map<String, String> next = new HashMap<>(byFile);
        next.putAll(read);
        Set<String> missing = new TreeSet<>(byFile.keySet());
        missing.removeAll(read.keySet());
        Map<String, String> variables = variables(read);
        Set<String> changed = new TreeSet<>(read.keySet());
        changed.removeIf(file ->
                Objects.equals(read.get(file), byFile.get(file)) && !standsForAnotherValue(file, read, variables));
        Set<String> newlyAway = new TreeSet<>(missing);
        newlyAway.removeAll(away);
        away = missing;
        byFile = next;
        byVariable = variables;
        return new Difference(changed, newlyAway);
    }

    private boolean standsForAnotherValue(String file, Map<String, String> read, Map<String, String> variables) {
        String variable = SecretNames.variableOfFile(file);
        return Objects.equals(read.get(file), variables.get(variable))
                && !Objects.equals(byVariable.get(variable), variables.get(variable));
    }

    /**
     * What was in force stays where no file is there. As at the start, one that is called like the setting goes before one that is
     * called like its variable, and this before one with the usual name.
     */
    private Map<String, String> variables(Map<String, String> read) {
        Map<String, String> variables = new HashMap<>(byVariable);
        read.keySet().stream()
                .sorted(Comparator.<String, Boolean>comparing(
                                file -> SecretNames.variable(file).equals(SecretNames.variableOfFile(file)))
                        .thenComparing(Comparator.naturalOrder()))
                .forEach(file -> variables.put(SecretNames.variableOfFile(file), read.get(file)));
        return variables;
    }
}
