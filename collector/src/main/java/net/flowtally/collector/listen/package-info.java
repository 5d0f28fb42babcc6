/// Sockets: what arrives is checked for its source and journalled; nothing is decoded here.
@NullMarked
package net.flowtally.collector.listen;

import org.jspecify.annotations.NullMarked;
