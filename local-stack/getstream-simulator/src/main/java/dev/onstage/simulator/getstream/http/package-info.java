/** The API's front: who calls, how often, how an answer and a refusal look. */
@NullMarked
package dev.onstage.simulator.getstream.http;

import org.jspecify.annotations.NullMarked;
