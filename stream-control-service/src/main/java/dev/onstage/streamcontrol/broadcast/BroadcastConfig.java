package dev.onstage.streamcontrol.broadcast;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Timings of the broadcast machine and its reconciler. The defaults are the product's; tests shorten them. */
@ConfigMapping(prefix = "onstage.broadcast")
public interface BroadcastConfig {

    /** How long a start waits for the provider before a backstage answer means that it failed. */
    @WithDefault("30s")
    Duration startingTimeout();

    /** When a command to the provider that was not answered counts as lost. Longer than the provider's timeouts. */
    @WithDefault("15s")
    Duration commandTimeout();

    /** How much longer a lost encoder is waited for when the provider could not be asked about it. */
    @WithDefault("15s")
    Duration graceExtension();

    /** How long a new encoder may be missing from the provider's list of participants. */
    @WithDefault("3s")
    Duration encoderSettle();

    /**
     * How long the provider is asked again when its answers are behind what a webhook claimed or an answer told before;
     * then they are believed.
     */
    @WithDefault("10s")
    Duration doubt();

    /** How long after a change the provider's webhook about it may take before its absence is a warning. */
    @WithDefault("20s")
    Duration webhookSilence();

    /** How long before its end a stream key is warned about. */
    @WithDefault("14d")
    Duration streamKeyWarning();

    /** How long a dashboard counts as open after it last asked. */
    @WithDefault("15s")
    Duration watched();

    /** How often the stream of states re-reads when nothing was announced. */
    @WithDefault("5s")
    Duration streamRefresh();

    /** The reconciler. */
    ReconcilerConfig reconciler();

    /** How often the reconciler reads a call, by what it waits for. */
    interface ReconcilerConfig {

        /** Whether this instance reconciles. */
        @WithDefault("true")
        boolean enabled();

        /** How often it looks for channels that are due. */
        @WithDefault("500ms")
        Duration tick();

        /** How long a channel belongs to the instance that checks it, renewed while the check goes on. */
        @WithDefault("10s")
        Duration lease();

        /** How many channels one instance checks at the same time. */
        @WithDefault("16")
        int concurrency();

        /** While starting, ending, or while a stop is owed. */
        @WithDefault("5s")
        Duration unsettled();

        /** While live without the encoder that was there. */
        @WithDefault("15s")
        Duration encoderGone();

        /** While live. */
        @WithDefault("20s")
        Duration live();

        /** In backstage while a dashboard is open. */
        @WithDefault("10s")
        Duration watched();

        /** In backstage. */
        @WithDefault("5m")
        Duration idle();

        /** Always, when the provider cannot reach this install with webhooks. */
        @WithDefault("5s")
        Duration polling();

        /** How often the participants of a live provider session are read as a whole. */
        @WithDefault("1h")
        Duration pull();

        /** The same, when the provider cannot reach this install with webhooks. */
        @WithDefault("30s")
        Duration pollingPull();
    }
}
