package dev.onstage.webhookingest.journal;

import dev.onstage.support.access.SignedIn;
import dev.onstage.support.problem.ProblemException;
import dev.onstage.support.problem.ProblemType;
import java.util.List;
import java.util.Map.Entry;

/** Who may see and replay which deliveries: an operator all, a broadcaster those of their channels. */
public final class DeliveryScope {
    private DeliveryScope() {}

    /**
     * The part of what is asked for that belongs to the person.
     *
     * @throws ProblemException {@code forbidden} when nothing does, {@code invalid-request} when a broadcaster of several
     *     channels names none
     */
    public static DeliveryFilter narrow(SignedIn person, DeliveryFilter filter) {
        if (filter.channelId() != null) {
            if (owns(person, filter.channelId())) {
                return filter;
            }
            throw new ProblemException(
                            ProblemType.FORBIDDEN,
                            "Only the broadcaster of the channel " + filter.channelId()
                                    + " and operators may see its deliveries.")
                    .fix("Sign in as its broadcaster; a channel created a moment ago needs a refreshed access token.");
        }
        return person.isOperator() ? filter : filter.within(onlyChannel(person));
    }

    private static String onlyChannel(SignedIn person) {
        List<String> channels = person.channels().entrySet().stream()
                .filter(channel -> channel.getValue().equals(SignedIn.BROADCASTER))
                .map(Entry::getKey)
                .toList();
        if (channels.isEmpty()) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Only broadcasters and operators may see deliveries.")
                    .fix("Sign in as a broadcaster or as an operator.");
        }
        if (channels.size() > 1) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "channel is missing: you have several.")
                    .fix("Name the channel.");
        }
        return channels.get(0);
    }

    /** True for a delivery the person may see. What belongs to no channel is the operators'. */
    public static boolean includes(SignedIn person, DeliveryRow delivery) {
        return delivery.channelId() == null ? person.isOperator() : owns(person, delivery.channelId());
    }

    private static boolean owns(SignedIn person, String channelId) {
        return person.isOperator() || person.isBroadcaster(channelId);
    }
}
