package dev.onstage.simulator.discord;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Faults and limits: {@code /_sim/faults}, {@code /_sim/limits}. */
final class LabRoutes {
    private final Lab lab;

    LabRoutes(Lab lab) {
        this.lab = lab;
    }

    void mount(Router router) {
        router.get("/_sim/faults")
                .handler(context -> Control.json(context, lab.faults().toJson()));
        router.put("/_sim/faults").handler(Control.reading(this::addFault));
        router.delete("/_sim/faults").handler(context -> {
            lab.faults().clear();
            Control.done(context, Future.succeededFuture());
        });
        router.delete("/_sim/faults/:fault").handler(context -> {
            lab.faults().remove(Long.parseLong(context.pathParam("fault")));
            Control.done(context, Future.succeededFuture());
        });
        router.get("/_sim/limits").handler(context -> Control.json(context, lab.limitSettings()));
        router.put("/_sim/limits").handler(Control.reading((context, body) -> {
            lab.changeLimits(body);
            Control.json(context, lab.limitSettings());
            return Future.succeededFuture();
        }));
        router.delete("/_sim/limits").handler(context -> {
            lab.resetLimits();
            Control.done(context, Future.succeededFuture());
        });
    }

    private Future<?> addFault(RoutingContext context, JsonObject rule) {
        Control.json(context, new JsonObject().put("id", lab.faults().add(rule)));
        return Future.succeededFuture();
    }
}
