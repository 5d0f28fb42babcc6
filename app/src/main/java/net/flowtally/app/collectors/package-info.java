/// The bundled collector as a process of its own.
@NullMarked
package net.flowtally.app.collectors;

import org.jspecify.annotations.NullMarked;
