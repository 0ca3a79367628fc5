@NullMarked
package dev.onstage.localstack.cli;

import org.jspecify.annotations.NullMarked;
