package dev.onstage.simulator.getstream.hook;

import dev.onstage.simulator.getstream.fault.Faults;
import dev.onstage.simulator.getstream.hook.DeliveryLog.Attempt;
import dev.onstage.simulator.getstream.wire.SimulatorClock;
import dev.onstage.simulator.getstream.wire.Wire;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns what happened into webhook deliveries, one event per request, through the fault lab. */
public final class Webhooks {

    private final HookSettings settings;
    private final WebhookSender sender;
    private final Faults faults;
    private final SimulatorClock clock;
    private final Runnable changed;

    /** {@code changed} runs for every event, delivered or not: an event means that something changed. */
    public Webhooks(
            HookSettings settings, WebhookSender sender, Faults faults, SimulatorClock clock, Runnable changed) {
        this.settings = settings;
        this.sender = sender;
        this.faults = faults;
        this.clock = clock;
        this.changed = changed;
    }

    /**
     * Reports an event as of this moment; returns before anything is sent.
     *
     * @param cid the call or channel it is about, null for neither
     * @param fields what the body has besides {@code type} and {@code created_at}
     */
    public void publish(String type, @Nullable String cid, Map<String, ?> fields) {
        changed.run();
        List<EventHook> receivers = settings.receivers(type);
        if (receivers.isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("type", type);
        event.put("created_at", clock.now());
        event.putAll(fields);
        Buffer body = Buffer.buffer(Wire.RFC_3339.bytes(event));
        Faults.Plan plan = faults.plan(type, cid);
        for (EventHook hook : receivers) {
            deliver(hook, type, cid, body, plan);
        }
    }

    private void deliver(EventHook hook, String type, @Nullable String cid, Buffer body, Faults.Plan plan) {
        String id = UUID.randomUUID().toString();
        String hookId = String.valueOf(hook.id());
        if (plan.droppedBy() != null) {
            sender.log().add(new Attempt(id, type, cid, hookId, 0, null, "DROPPED", plan.droppedBy(), clock.now()));
            return;
        }
        boolean gzip = settings.compression() || plan.gzip();
        for (int copy = 0; copy < plan.delaysMillis().size(); copy++) {
            // The first duplicate looks like a retry whose answer was lost, further ones like new deliveries.
            String copyId = copy < 2 ? id : UUID.randomUUID().toString();
            WebhookSender.Delivery delivery = new WebhookSender.Delivery(
                    copyId, type, cid, hookId, String.valueOf(hook.webhookUrl()), body, gzip, plan.badSignature());
            sender.send(delivery, plan.delaysMillis().get(copy));
        }
    }
}
