/** What breaks on purpose while deliveries come, and the account of every one of them afterwards. */
@NullMarked
package dev.onstage.localstack.chaos;

import org.jspecify.annotations.NullMarked;
