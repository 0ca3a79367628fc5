@NullMarked
package dev.onstage.streamcontrol.audit;

import org.jspecify.annotations.NullMarked;
