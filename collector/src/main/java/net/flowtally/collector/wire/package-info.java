/// What every protocol that comes in datagrams stands on: octets, sequence numbers, losses.
@NullMarked
package net.flowtally.collector.wire;

import org.jspecify.annotations.NullMarked;
