@NullMarked
package dev.onstage.streamcontrol.apitoken;

import org.jspecify.annotations.NullMarked;
