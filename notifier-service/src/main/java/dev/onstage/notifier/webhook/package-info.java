/**
 * Webhooks signed as Standard Webhooks says, to whatever address a broadcaster gives: addresses, the guard that keeps calls
 * out of the operator's own network, messages, signatures, and what each answer means.
 */
@NullMarked
package dev.onstage.notifier.webhook;

import org.jspecify.annotations.NullMarked;
