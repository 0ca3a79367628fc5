/**
 * What crosses Kafka between the services: one record per event, the topics that carry them and the CloudEvents headers
 * around them. Values are JSON; instants are ISO 8601 in UTC with up to nine fraction digits; unknown fields and unknown
 * event types must be tolerated by every reader.
 *
 * <p>The golden files under {@code src/test/resources/golden} fix the wire form: a change there is a change of contract.
 */
@NullMarked
package dev.onstage.events;

import org.jspecify.annotations.NullMarked;
