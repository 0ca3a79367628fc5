package dev.onstage.streamcontrol.broadcast;

/**
 * Body of a go-live, which may be left out.
 *
 * @param withoutEncoder true to go live although no encoder is connected
 * @param overrideProbes true to go live although it was tried that people may do more or less at GetStream than they should
 */
record GoLiveRequest(boolean withoutEncoder, boolean overrideProbes) {

    static final GoLiveRequest NOTHING_CONFIRMED = new GoLiveRequest(false, false);
}
