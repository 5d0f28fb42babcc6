/// sFlow version 5: sampled packets become flow records, counter samples interface counters.
@NullMarked
package net.flowtally.collector.sflow;

import org.jspecify.annotations.NullMarked;
