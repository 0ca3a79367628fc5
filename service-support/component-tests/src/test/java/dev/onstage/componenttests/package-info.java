@NullMarked
package dev.onstage.componenttests;

import org.jspecify.annotations.NullMarked;
