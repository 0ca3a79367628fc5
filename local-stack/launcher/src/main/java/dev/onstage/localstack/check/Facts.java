package dev.onstage.localstack.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.check.Fact.Verdict;
import dev.onstage.localstack.client.HttpAnswer;
import java.util.ArrayList;
import java.util.List;

/** Facts in the order they were tried. */
final class Facts {

    private static final String NOT_ALLOWED = "403 code 17";
    private static final int REFUSED_FROM = 400;
    private static final int SERVER_ERROR_FROM = 500;

    private final List<Fact> tried;
    private final Verdict otherwise;

    Facts() {
        this(new ArrayList<>(), Verdict.WRONG);
    }

    private Facts(List<Fact> tried, Verdict otherwise) {
        this.tried = tried;
        this.otherwise = otherwise;
    }

    /** The same list, for facts that are not documented and that Onstage does not rely on. */
    Facts unsure() {
        return new Facts(tried, Verdict.DIFFERS);
    }

    /** The answer grants what was asked for. */
    void granted(String what, HttpAnswer answer) {
        add(what, "2xx", seen(answer), answer.isSuccess());
    }

    /** The answer refuses because of permissions. */
    void denied(String what, HttpAnswer answer) {
        same(what, NOT_ALLOWED, seen(answer));
    }

    /** The answer refuses, for whatever reason. */
    void refused(String what, HttpAnswer answer) {
        boolean refused = answer.status() >= REFUSED_FROM && answer.status() < SERVER_ERROR_FROM;
        add(what, "4xx", seen(answer), refused);
    }

    /** The answer refuses with that code of GetStream. */
    void refused(String what, int status, int code, HttpAnswer answer) {
        same(what, status + " code " + code, seen(answer));
    }

    /** Both read the same. */
    void same(String what, String expected, String seen) {
        add(what, expected, seen, expected.equals(seen));
    }

    /** What was seen is as described. */
    void is(String what, String expected, JsonNode seen, boolean holds) {
        add(what, expected, seen.isMissingNode() ? "nothing" : seen.toString(), holds);
    }

    /** Nothing after this could be tried. */
    void brokeOff(String why) {
        add("the check runs to its end", "yes", why, false);
    }

    /** Something could not be removed again. */
    void left(String what, HttpAnswer answer) {
        left(what, seen(answer));
    }

    /** Nobody can say whether something was removed again. */
    void left(String what, String why) {
        add(what + " is deleted again", "2xx", why, false);
    }

    List<Fact> tried() {
        return List.copyOf(tried);
    }

    private void add(String what, String expected, String seen, boolean holds) {
        tried.add(new Fact(what, expected, seen, holds ? Verdict.HOLDS : otherwise));
    }

    private static String seen(HttpAnswer answer) {
        JsonNode code = answer.body().path("code");
        return code.isIntegralNumber() ? answer.status() + " code " + code.asInt() : String.valueOf(answer.status());
    }
}
