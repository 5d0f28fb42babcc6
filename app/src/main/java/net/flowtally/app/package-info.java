@NullMarked
package net.flowtally.app;

import org.jspecify.annotations.NullMarked;
