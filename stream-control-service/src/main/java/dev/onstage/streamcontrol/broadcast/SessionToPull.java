package dev.onstage.streamcontrol.broadcast;

import dev.onstage.streamcontrol.provider.StreamingProvider.CallId;

/**
 * A provider session whose participants are to be read once more. It names its call, which may be retired by then.
 *
 * @param call the call
 * @param providerSessionId the provider's session
 */
record SessionToPull(CallId call, String providerSessionId) {

    /** The form in the database. */
    String stored() {
        return call.cid() + " " + providerSessionId;
    }

    static SessionToPull parse(String stored) {
        int space = stored.indexOf(' ');
        return new SessionToPull(CallId.parse(stored.substring(0, space)), stored.substring(space + 1));
    }
}
