/** What the services' tests share: the real servers, tokens, Kafka in a test's hands, architecture rules. */
@NullMarked
package dev.onstage.testing;

import org.jspecify.annotations.NullMarked;
