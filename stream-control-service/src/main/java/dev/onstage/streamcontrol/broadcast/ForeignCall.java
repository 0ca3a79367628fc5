package dev.onstage.streamcontrol.broadcast;

import java.time.Instant;

/**
 * A call at the provider that has the name of one of ours, but was made by somebody else, who therefore rules it.
 *
 * @param callCid the call
 * @param madeBy the user who made it
 * @param foundAt when it was found
 */
record ForeignCall(String callCid, String madeBy, Instant foundAt) {}
