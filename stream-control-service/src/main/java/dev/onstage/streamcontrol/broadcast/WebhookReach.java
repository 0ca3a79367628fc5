package dev.onstage.streamcontrol.broadcast;

/** Whether the provider can reach this install with webhooks; implemented where webhooks are registered. */
public interface WebhookReach {

    /**
     * True when no webhooks come, because the public address is not one the provider can reach. Everything is then learnt by
     * asking the provider often.
     */
    boolean pollingMode();
}
