/// From flow records to call slices.
@NullMarked
package net.flowtally.collector.flow;

import org.jspecify.annotations.NullMarked;
