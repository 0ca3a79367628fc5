@NullMarked
package dev.onstage.streamcontrol.account;

import org.jspecify.annotations.NullMarked;
