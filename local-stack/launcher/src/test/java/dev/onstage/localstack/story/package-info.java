@NullMarked
package dev.onstage.localstack.story;

import org.jspecify.annotations.NullMarked;
