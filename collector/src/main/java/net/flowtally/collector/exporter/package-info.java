/// What is counted of each exporter.
@NullMarked
package net.flowtally.collector.exporter;

import org.jspecify.annotations.NullMarked;
