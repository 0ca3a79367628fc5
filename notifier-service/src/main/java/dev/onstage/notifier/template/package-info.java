/** What a message says: a broadcaster's own words with variables, filled in from what is known of a session. */
@NullMarked
package dev.onstage.notifier.template;

import org.jspecify.annotations.NullMarked;
