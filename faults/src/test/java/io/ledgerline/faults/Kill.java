package io.ledgerline.faults;

/** What is killed, always with {@code kill -9}. */
enum Kill {
    /** The program; its PostgreSQL is left behind. */
    PROGRAM("the program"),
    /** All processes of PostgreSQL, and the program. */
    POSTGRES_AND_PROGRAM("PostgreSQL and the program"),
    /** PostgreSQL's first process; the program, when clients have met a few failures. */
    POSTMASTER_FIRST("PostgreSQL's first process, and then the program"),
    /** The program, and once more while it starts. */
    TWICE("the program, and again while it starts");

    private final String text;

    Kill(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
