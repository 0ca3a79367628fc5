package dev.onstage.streamcontrol.account;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a client gets its tokens. Cookies are for browsers: no script can read them, so the body of the answer must not hold
 * them either. Bearer tokens are for programs: they are in the body and no cookie is set.
 */
public enum TokenDelivery {
    @JsonProperty("cookies")
    COOKIES,
    @JsonProperty("bearer")
    BEARER
}
