package dev.onstage.support.problem;

import java.util.regex.Pattern;

/** The path of a request as it may stand in logs and answers: the code of an invite, which still works after a failure, does not. */
final class ShownPath {

    private static final String MASK = "***";
    private static final Pattern INVITE = Pattern.compile("^(/+api/+invites/+)[^/]+");

    private ShownPath() {}

    static String of(String path) {
        return LogText.of(INVITE.matcher(path).replaceFirst("$1" + MASK));
    }
}
