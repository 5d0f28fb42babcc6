/// One journal and what becomes of it: the collector, the replay, and what both run.
@NullMarked
package net.flowtally.collector.stream;

import org.jspecify.annotations.NullMarked;
