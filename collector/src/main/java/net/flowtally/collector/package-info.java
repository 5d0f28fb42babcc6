@NullMarked
package net.flowtally.collector;

import org.jspecify.annotations.NullMarked;
