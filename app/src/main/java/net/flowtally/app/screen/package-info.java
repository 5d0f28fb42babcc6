/// What every screen of the workstation shares: where one can go, what runs in the background,
/// texts.
@NullMarked
package net.flowtally.app.screen;

import org.jspecify.annotations.NullMarked;
