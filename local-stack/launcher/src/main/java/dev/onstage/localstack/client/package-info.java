/** Small typed clients for what the command line and the end-to-end tests talk to: the public API and the simulators. */
@NullMarked
package dev.onstage.localstack.client;

import org.jspecify.annotations.NullMarked;
