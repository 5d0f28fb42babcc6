/// The window's frame: icon rail, top bar, status bar, command palette, and the wiring.
@NullMarked
package net.flowtally.app.window;

import org.jspecify.annotations.NullMarked;
