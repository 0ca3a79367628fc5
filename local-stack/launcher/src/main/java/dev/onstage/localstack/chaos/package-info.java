/**
 * What breaks on purpose while deliveries come or sessions are told of, and the account of every one of them afterwards.
 */
@NullMarked
package dev.onstage.localstack.chaos;

import org.jspecify.annotations.NullMarked;
