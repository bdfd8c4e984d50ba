package io.ledgerline.imports;

import io.ledgerline.kernel.Rejection;

/** There is no import with this id. */
final class UnknownImport extends Rejection {

    UnknownImport(String id) {
        super(Kind.UNKNOWN, "import_not_found", "There is no import " + id + ".");
    }
}
