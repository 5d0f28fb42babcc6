/// Controls and charts of our own, and how figures are written.
@NullMarked
package net.flowtally.app.widget;

import org.jspecify.annotations.NullMarked;
