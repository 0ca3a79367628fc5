package dev.onstage.support.intake;

import dev.onstage.support.tracing.TraceField;
import dev.onstage.support.tracing.TraceHeaders;
import dev.onstage.support.tracing.TraceStep;
import dev.onstage.support.tracing.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The steps of the traces that the records of a poll belong to, from when they are taken until they are acknowledged. */
record IntakeSteps(List<TraceStep> begun) {

    private static final IntakeSteps NONE = new IntakeSteps(List.of());

    /** Begins a step for each record that belongs to a trace; a record of none begins none. */
    static IntakeSteps begin(Tracing tracing, List<KafkaRecord<String, byte[]>> records, String group) {
        if (!tracing.isOn()) {
            return NONE;
        }
        List<TraceStep> begun = new ArrayList<>();
        for (KafkaRecord<String, byte[]> received : records) {
            ConsumerRecord<String, byte[]> origin =
                    EventIntake.metadata(received).getRecord();
            String parent = TraceHeaders.read(origin.headers());
            if (parent != null) {
                begun.add(tracing.begin(SpanKind.CONSUMER, "receive " + origin.topic(), parent)
                        .with(TraceField.TOPIC, origin.topic())
                        .with(TraceField.GROUP, group));
            }
        }
        return new IntakeSteps(begun);
    }

    /** The step of a record that came alone. */
    TraceStep only() {
        return begun.isEmpty() ? TraceStep.none() : begun.get(0);
    }

    void end() {
        begun.forEach(TraceStep::end);
    }
}
