package dev.onstage.support.access;

/** Why a token that came with a request says nothing. */
enum TokenProblem {
    EXPIRED,
    INVALID,
    KEYS_UNAVAILABLE
}
