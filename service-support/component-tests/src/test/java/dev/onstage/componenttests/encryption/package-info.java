/** Servers that speak TLS alone and ask for passwords, as those of a cluster do. */
@NullMarked
package dev.onstage.componenttests.encryption;

import org.jspecify.annotations.NullMarked;
