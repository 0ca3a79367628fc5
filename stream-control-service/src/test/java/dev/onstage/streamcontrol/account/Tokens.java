package dev.onstage.streamcontrol.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onstage.testing.Json;
import java.util.Base64;

/** Looks into access tokens. */
public final class Tokens {

    private Tokens() {}

    /** What a token says, whoever signed it. */
    public static Json claims(String token) {
        return Json.of(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8));
    }
}
