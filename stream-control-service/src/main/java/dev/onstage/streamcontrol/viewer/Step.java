package dev.onstage.streamcontrol.viewer;

import dev.onstage.streamcontrol.provider.StreamingProvider.ChatRole;
import dev.onstage.streamcontrol.viewer.ChannelStanding.Known;
import java.util.ArrayList;
import java.util.List;

/** One thing to tell the provider of a person. What takes away comes before what gives. */
enum Step {
    BLOCK,
    BAN,
    REMOVE_FROM_CHAT,
    SET_CHAT_ROLE,
    UNBAN,
    UNBLOCK;

    /** Whether it is about the call, else about the chat. */
    boolean isOfCall() {
        return this == BLOCK || this == UNBLOCK;
    }

    /** Whether the provider may say that there is nothing to do it to. */
    boolean mayFindNothing() {
        return this == REMOVE_FROM_CHAT || this == UNBAN || this == UNBLOCK;
    }

    /** From what the provider was told to what it should have. */
    static List<Step> between(Known told, Known wanted) {
        List<Step> steps = new ArrayList<>();
        add(steps, wanted.block() && !told.block(), BLOCK);
        add(steps, wanted.ban() && !told.ban(), BAN);
        boolean otherRole = wanted.role() != told.role();
        add(steps, otherRole && wanted.role() == ChatRole.NONE, REMOVE_FROM_CHAT);
        add(steps, otherRole && wanted.role() != ChatRole.NONE, SET_CHAT_ROLE);
        add(steps, !wanted.ban() && told.ban(), UNBAN);
        add(steps, !wanted.block() && told.block(), UNBLOCK);
        return steps;
    }

    /** To what the provider should have, whatever it has. Each step may be repeated. */
    static List<Step> all(Known wanted) {
        ChatRole other = wanted.role() == ChatRole.NONE ? ChatRole.MEMBER : ChatRole.NONE;
        return between(new Known(other, !wanted.ban(), !wanted.block()), wanted);
    }

    private static void add(List<Step> steps, boolean due, Step step) {
        if (due) {
            steps.add(step);
        }
    }
}
