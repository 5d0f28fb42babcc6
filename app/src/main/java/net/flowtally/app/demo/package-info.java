/// A small company's month, from the first datagram to its departments' statements.
@NullMarked
package net.flowtally.app.demo;

import org.jspecify.annotations.NullMarked;
