/** The operator's HTTP proxy, where calls to servers outside do not go there directly. */
@NullMarked
package dev.onstage.support.proxy;

import org.jspecify.annotations.NullMarked;
