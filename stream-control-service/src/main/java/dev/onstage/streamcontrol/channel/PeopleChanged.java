package dev.onstage.streamcontrol.channel;

/** CDI event, after commit: somebody's place on a channel changed, which the provider has to follow at once. */
public record PeopleChanged() {}
