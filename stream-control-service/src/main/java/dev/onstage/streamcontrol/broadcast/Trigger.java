package dev.onstage.streamcontrol.broadcast;

/**
 * Something a broadcast reacts to. Each trigger decides from the broadcast and its context alone, so a decision can be
 * repeated on a newer version of the broadcast at any time.
 */
sealed interface Trigger permits CommandTrigger, AnswerTrigger, ReportTrigger, EncoderTrigger {

    /** Decides; called once on a fresh transition. */
    Decision decide(Transition transition);

    /** Decides what {@code trigger} does to {@code broadcast}. */
    static Decision decide(Broadcast broadcast, Trigger trigger, DecisionContext context) {
        return trigger.decide(new Transition(broadcast, context));
    }
}
