@NullMarked
package dev.onstage.streamcontrol.provisioning;

import org.jspecify.annotations.NullMarked;
