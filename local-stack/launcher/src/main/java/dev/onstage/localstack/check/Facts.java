package dev.onstage.localstack.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onstage.localstack.client.HttpAnswer;
import java.util.ArrayList;
import java.util.List;

/** Facts in the order they were tried. */
final class Facts {

    private static final String NOT_ALLOWED = "403 code 17";
    private static final int REFUSED_FROM = 400;
    private static final int SERVER_ERROR_FROM = 500;

    private final List<Fact> tried = new ArrayList<>();

    /** The answer grants what was asked for. */
    void granted(String what, HttpAnswer answer) {
        tried.add(new Fact(what, "2xx", seen(answer), answer.isSuccess()));
    }

    /** The answer refuses because of permissions. */
    void denied(String what, HttpAnswer answer) {
        same(what, NOT_ALLOWED, seen(answer));
    }

    /** The answer refuses, for whatever reason. */
    void refused(String what, HttpAnswer answer) {
        boolean refused = answer.status() >= REFUSED_FROM && answer.status() < SERVER_ERROR_FROM;
        tried.add(new Fact(what, "4xx", seen(answer), refused));
    }

    /** The answer refuses with that code of GetStream. */
    void refused(String what, int status, int code, HttpAnswer answer) {
        same(what, status + " code " + code, seen(answer));
    }

    /** Both read the same. */
    void same(String what, String expected, String seen) {
        tried.add(new Fact(what, expected, seen, expected.equals(seen)));
    }

    /** What was seen is as described. */
    void is(String what, String expected, JsonNode seen, boolean holds) {
        tried.add(new Fact(what, expected, seen.isMissingNode() ? "nothing" : seen.toString(), holds));
    }

    /** Nothing after this could be tried. */
    void brokeOff(String why) {
        tried.add(new Fact("the check runs to its end", "yes", why, false));
    }

    /** Something could not be removed again. */
    void left(String what, HttpAnswer answer) {
        tried.add(new Fact(what + " is deleted again", "2xx", seen(answer), false));
    }

    List<Fact> tried() {
        return List.copyOf(tried);
    }

    private static String seen(HttpAnswer answer) {
        JsonNode code = answer.body().path("code");
        return code.isIntegralNumber() ? answer.status() + " code " + code.asInt() : String.valueOf(answer.status());
    }
}
