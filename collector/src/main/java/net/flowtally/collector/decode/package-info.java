/// From datagrams to flow records.
@NullMarked
package net.flowtally.collector.decode;

import org.jspecify.annotations.NullMarked;
