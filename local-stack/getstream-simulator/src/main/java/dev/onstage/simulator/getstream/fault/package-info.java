/** The fault lab: what goes wrong on purpose, on the webhook side and on the API side. */
@NullMarked
package dev.onstage.simulator.getstream.fault;

import org.jspecify.annotations.NullMarked;
