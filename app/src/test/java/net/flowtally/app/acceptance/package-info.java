/// The whole program on real input: processes, sockets, files.
@NullMarked
package net.flowtally.app.acceptance;

import org.jspecify.annotations.NullMarked;
