/// IPFIX (RFC 7011) as it comes in datagrams.
@NullMarked
package net.flowtally.collector.ipfix;

import org.jspecify.annotations.NullMarked;
