package dev.onstage.componenttests;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of a migration that can break code of the version before: what removes, renames or retypes something, and what
 * refuses rows that such code writes. What a migration does to a table that it has made itself can break nothing.
 */
final class TakenAway {

    private static final Pattern COMMENT = Pattern.compile("--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern MADE =
            Pattern.compile("\\bcreate (?:unlogged )?table (?:if not exists )?([a-z_0-9.]+)");
    private static final Pattern CHANGED =
            Pattern.compile("\\b(?:alter table|create trigger .*? on|create unique index .*? on)"
                    + " (?:if exists )?(?:only )?([a-z_0-9.]+)");

    private static final List<Pattern> BREAKS = List.of(
            Pattern.compile("\\bdrop\\b(?! not null)"),
            Pattern.compile("\\brename\\b"),
            Pattern.compile("\\bset not null\\b"),
            Pattern.compile("\\balter (column )?[a-z_0-9]+ (set data )?type\\b"),
            Pattern.compile("\\badd (constraint|check|unique|primary|foreign|exclude)\\b"),
            Pattern.compile("\\bcreate unique index\\b"),
            Pattern.compile("\\bcreate (or replace )?(constraint )?trigger\\b"),
            Pattern.compile("\\btruncate\\b"));

    private TakenAway() {}

    /** In lower case and without comments; empty for a migration that only adds. */
    static List<String> by(String migration) {
        List<String> statements = Arrays.stream(
                        COMMENT.matcher(migration).replaceAll(" ").split(";"))
                .map(statement -> statement
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("\\s+", " ")
                        .strip())
                .toList();
        Set<String> made = new HashSet<>();
        for (String statement : statements) {
            Matcher table = MADE.matcher(statement);
            while (table.find()) {
                made.add(table.group(1));
            }
        }
        return statements.stream()
                .filter(statement -> !changesOnly(made, statement))
                .filter(statement -> breaks(statement) || needsMoreThanBefore(statement))
                .toList();
    }

    private static boolean changesOnly(Set<String> made, String statement) {
        Matcher changed = CHANGED.matcher(statement);
        return changed.find() && made.contains(changed.group(1));
    }

    private static boolean breaks(String statement) {
        return BREAKS.stream().anyMatch(pattern -> pattern.matcher(statement).find());
    }

    /** Code of the version before does not write the column. */
    private static boolean needsMoreThanBefore(String statement) {
        return Arrays.stream(statement.split("\\badd\\b"))
                .skip(1)
                .anyMatch(column -> column.contains("not null")
                        && !column.contains(" default ")
                        && !column.contains(" generated "));
    }
}
