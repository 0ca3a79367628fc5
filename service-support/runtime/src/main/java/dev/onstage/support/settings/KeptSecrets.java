package dev.onstage.support.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What was last read of each secret: a file that is away or empty does not take its secret away. */
final class KeptSecrets {

    private volatile Map<String, String> byVariable = Map.of();
    private Map<String, String> byFile = Map.of();
    private Set<String> away = Set.of();

    /** What is different from before, by names of files. */
    record Difference(Set<String> changed, Set<String> away) {}

    /** The last value of that setting; empty when no file ever had one. */
    Optional<String> find(String setting) {
        return atThisMoment().apply(setting);
    }

    /** What finds values, all of them as they are at this moment. */
    Function<String, Optional<String>> atThisMoment() {
        Map<String, String> values = byVariable;
        return setting -> Optional.ofNullable(values.get(SecretNames.variable(setting)))
                .or(() -> Optional.ofNullable(SecretNames.usualVariableOf(setting))
                        .map(values::get));
    }

    /** Takes what the files hold. A file is told to be away when it was there before, and each time once. */
    synchronized Difference take(Map<String, String> read) {
        Map<String, String> next = new HashMap<>(byFile);
        next.putAll(read);
        Set<String> changed = new TreeSet<>(read.keySet());
        changed.removeIf(file -> Objects.equals(read.get(file), byFile.get(file)));
        Set<String> missing = new TreeSet<>(byFile.keySet());
        missing.removeAll(read.keySet());
        Set<String> newlyAway = new TreeSet<>(missing);
        newlyAway.removeAll(away);
        away = missing;
        byFile = next;
        byVariable = variables(next);
        return new Difference(changed, newlyAway);
    }

    private static Map<String, String> variables(Map<String, String> byFile) {
        Map<String, String> variables = new HashMap<>();
        // A file that is called like the setting goes before one that is called like its variable, as at the start.
        new TreeMap<>(byFile).forEach((file, value) -> variables.put(SecretNames.variable(file), value));
        return variables;
    }
}
