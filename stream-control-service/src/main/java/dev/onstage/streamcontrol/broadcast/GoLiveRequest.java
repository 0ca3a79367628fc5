package dev.onstage.streamcontrol.broadcast;

/**
 * Body of a go-live, which may be left out.
 *
 * @param withoutEncoder true to go live although no encoder is connected
 */
record GoLiveRequest(boolean withoutEncoder) {}
