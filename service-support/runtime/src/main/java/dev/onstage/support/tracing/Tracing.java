package dev.onstage.support.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Begins the steps of traces. All else in a service knows of traces nothing but a text that may be null, which it stores and sends
 * on. While tracing is off each method ends after a look at a flag.
 */
@Singleton
public class Tracing {

    /** The name of the text in headers and columns. */
    public static final String TRACE_PARENT = "traceparent";

    private final boolean on;
    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final Supplier<io.vertx.core.Context> anyContext;

    @Inject
    Tracing(
            OpenTelemetry openTelemetry,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        this(openTelemetry, vertx::getOrCreateContext, !disabled);
    }

    private Tracing(OpenTelemetry openTelemetry, Supplier<io.vertx.core.Context> anyContext, boolean on) {
        this.on = on;
        this.tracer = openTelemetry.getTracer("dev.onstage");
        this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
        this.anyContext = anyContext;
    }

    /** Tracing that is off, for what is put together without the container. */
    public static Tracing off() {
        return new Tracing(OpenTelemetry.noop(), Vertx::currentContext, false);
    }

    /** Whether steps are told to anybody. */
    public boolean isOn() {
        return on;
    }

    /** The step that the work in this Vert.x context is a part of; null when there is none. */
    public @Nullable String current() {
        if (!on || !VertxContext.isOnDuplicatedContext()) {
            return null;
        }
        Context context = QuarkusContextStorage.getOtelContext(Vertx.currentContext());
        return context == null ? null : textOf(context);
    }

    /**
     * Begins a step.
     *
     * @param parent the step that it follows from; null begins a trace
     */
    public TraceStep begin(SpanKind kind, String name, @Nullable String parent) {
        return on ? new Step(startSpan(kind, name, parent, null)) : TraceStep.none();
    }

    /** As {@link #begin(SpanKind, String, String)} for a step that began earlier. */
    public TraceStep begin(SpanKind kind, String name, @Nullable String parent, Instant began) {
        return on ? new Step(startSpan(kind, name, parent, began)) : TraceStep.none();
    }

    /** As {@link #begin(SpanKind, String, String)}; all that goes on in the current Vert.x context is a part of it. */
    TraceStep beginHere(SpanKind kind, String name, @Nullable String parent) {
        if (!on) {
            return TraceStep.none();
        }
        Step step = new Step(startSpan(kind, name, parent, null));
        if (VertxContext.isOnDuplicatedContext()) {
            step.enter(Vertx.currentContext());
        }
        return step;
    }

    /** Runs work as a step of the trace that goes on here, from subscription to its end; where none goes on, none begins. */
    public <T> Uni<T> trace(SpanKind kind, String name, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            String parent = current();
            return parent == null ? work.get() : begin(kind, name, parent).runToItsEnd(work);
        });
    }

    private Span startSpan(SpanKind kind, String name, @Nullable String parent, @Nullable Instant began) {
        SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind).setParent(contextOf(parent));
        if (began != null) {
            builder.setStartTimestamp(began);
        }
        return builder.startSpan();
    }

    private Context contextOf(@Nullable String parent) {
        return parent == null
                ? Context.root()
                : propagator.extract(Context.root(), Map.of(TRACE_PARENT, parent), FromMap.READER);
    }

    private @Nullable String textOf(Context context) {
        Map<String, String> carrier = new HashMap<>();
        propagator.inject(context, carrier, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        return carrier.get(TRACE_PARENT);
    }

    private enum FromMap implements TextMapGetter<Map<String, String>> {
        READER;

        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return List.copyOf(carrier.keySet());
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }

    private final class Step implements TraceStep {
        private final Span span;
        private final Context context;

        Step(Span span) {
            this.span = span;
            this.context = Context.root().with(span);
        }

        @Override
        public @Nullable String traceParent() {
            return textOf(context);
        }

        @Override
        public TraceStep with(TraceField field, String value) {
            span.setAttribute(field.key(), value);
            return this;
        }

        @Override
        public <T> Uni<T> run(Supplier<Uni<T>> work) {
            return Uni.createFrom().deferred(() -> {
                OwnContext own = OwnContext.create(anyContext);
                enter(own.context());
                return own.run(work);
            });
        }

        /** For good: the Vert.x context is thrown away with the work that it is for. */
        @SuppressWarnings("MustBeClosedChecker")
        void enter(io.vertx.core.Context here) {
            var unused = QuarkusContextStorage.INSTANCE.attach(here, context);
        }

        @Override
        public void end() {
            span.end();
        }

        @Override
        public void endAt(Instant when) {
            span.end(when);
        }

        @Override
        public void failed(Throwable failure) {
            span.setStatus(StatusCode.ERROR);
            with(TraceField.ERROR_TYPE, failure.getClass().getName());
            span.end();
        }
    }
}
