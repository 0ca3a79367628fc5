@NullMarked
package dev.onstage.simulator.getstream.user;

import org.jspecify.annotations.NullMarked;
