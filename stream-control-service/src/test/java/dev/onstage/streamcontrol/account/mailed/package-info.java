@NullMarked
package dev.onstage.streamcontrol.account.mailed;

import org.jspecify.annotations.NullMarked;
