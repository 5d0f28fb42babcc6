/// Datagrams out of files: packet captures and bare payloads.
@NullMarked
package net.flowtally.collector.capture;

import org.jspecify.annotations.NullMarked;
