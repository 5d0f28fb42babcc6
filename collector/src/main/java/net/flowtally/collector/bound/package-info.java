/// How much of what the wire or a damaged file sizes there can be at most.
@NullMarked
package net.flowtally.collector.bound;

import org.jspecify.annotations.NullMarked;
