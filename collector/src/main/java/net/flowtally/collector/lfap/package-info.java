/// LFAP, versions 1 (RFC 2124) and 5: its messages, the server's side of its sessions, and what its
/// updates add to calls.
@NullMarked
package net.flowtally.collector.lfap;

import org.jspecify.annotations.NullMarked;
