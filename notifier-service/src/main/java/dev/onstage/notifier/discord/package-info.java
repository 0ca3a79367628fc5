/** Discord's incoming webhooks: addresses, messages, calls, and what each answer means. */
@NullMarked
package dev.onstage.notifier.discord;

import org.jspecify.annotations.NullMarked;
