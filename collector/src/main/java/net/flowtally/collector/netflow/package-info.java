/// NetFlow v5 and v9.
@NullMarked
package net.flowtally.collector.netflow;

import org.jspecify.annotations.NullMarked;
