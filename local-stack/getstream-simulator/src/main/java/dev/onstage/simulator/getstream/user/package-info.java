/** Users and roles of the app. */
@NullMarked
package dev.onstage.simulator.getstream.user;

import org.jspecify.annotations.NullMarked;
