@NullMarked
package io.ledgerline.imports;

import org.jspecify.annotations.NullMarked;
