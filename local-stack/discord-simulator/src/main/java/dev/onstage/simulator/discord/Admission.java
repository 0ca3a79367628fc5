package dev.onstage.simulator.discord;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Optional;

/**
 * Everything that is decided before a call is looked at: the firewall's blocks, injected faults, limits, and whether the
 * webhook exists.
 */
final class Admission {
    private static final int TOO_MANY_REQUESTS = 429;

    private final Vertx vertx;
    private final Clock clock;
    private final Webhooks webhooks;
    private final Lab lab;
    private final CallLog calls;

    Admission(Vertx vertx, Clock clock, Webhooks webhooks, Lab lab, CallLog calls) {
        this.vertx = vertx;
        this.clock = clock;
        this.webhooks = webhooks;
        this.lab = lab;
        this.calls = calls;
    }

    /** Notes the call and, once it was answered, what with. */
    void follow(ApiVersion version, RoutingContext context) {
        Call call = Call.begin(version, context, clock.instant());
        calls.record(call);
        context.response().endHandler(ended -> {
            if (!context.response().ended()) {
                // The connection was closed instead: nobody got an answer.
                return;
            }
            int status = context.response().getStatusCode();
            calls.answered(call, status);
            lab.blocks().answered(call.address(), call.webhookId(), status, call.code(), call.scope());
        });
        context.next();
    }

    void admit(RoutingContext context) {
        Call call = Call.of(context);
        if (lab.blocks().isBlocked(call.address())) {
            Answers.firewall(context, TOO_MANY_REQUESTS);
            return;
        }
        Optional<Fault> fault = lab.faults().strike(context.request().method().name(), call.webhookId());
        if (fault.isEmpty()) {
            proceed(context);
            return;
        }
        call.struckBy(fault.get());
        long delay = fault.get().delayMillis();
        if (delay > 0) {
            vertx.setTimer(delay, timer -> apply(fault.get(), context));
        } else {
            apply(fault.get(), context);
        }
    }

    private void apply(Fault fault, RoutingContext context) {
        String body = fault.body();
        if (fault.drop() == Fault.Drop.REQUEST) {
            context.request().connection().close();
        } else if (body != null) {
            Answers.send(context, fault.hasStatus() ? fault.error().status() : 200, fault.contentType(), body);
        } else if (fault.isHtml()) {
            Answers.firewall(context, fault.error().status());
        } else if (fault.hasStatus() && fault.error().status() == TOO_MANY_REQUESTS) {
            Answers.refuse(context, Refusal.of(fault));
        } else if (fault.hasStatus()) {
            Answers.error(context, fault.error());
        } else {
            proceed(context);
        }
    }

    private void proceed(RoutingContext context) {
        Call call = Call.of(context);
        Optional<Refusal> global = lab.limits().takeGlobal(call.address());
        if (global.isPresent()) {
            Answers.refuse(context, global.get());
            return;
        }
        String agent = context.request().getHeader("User-Agent");
        if (agent == null || agent.isBlank()) {
            Answers.error(context, ApiError.BLOCKED);
            return;
        }
        if (!Snowflakes.isSnowflake(call.webhookId())) {
            Answers.error(context, ApiError.notASnowflake("webhook_id", call.webhookId()));
            return;
        }
        webhooks.noteCalled(call.webhookId());
        RateLimits.Decision decision = lab.limits()
                .take(webhooks.get(call.webhookId()), context.request().method().name());
        decision.writeHeaders(context.response());
        Refusal refusal = decision.refusal();
        if (refusal != null) {
            Answers.refuse(context, refusal);
            return;
        }
        ApiError unknown = webhooks.refusal(call.webhookId(), context.pathParam("token"));
        if (unknown != null) {
            Answers.error(context, unknown);
            return;
        }
        context.next();
    }
}
