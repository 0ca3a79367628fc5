@NullMarked
package dev.onstage.streamcontrol.provider.getstream;

import org.jspecify.annotations.NullMarked;
