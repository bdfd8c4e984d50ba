package io.ledgerline.faults;

/** What must hold, whatever happens. */
enum Law {
    STREAMS("no stream has a gap"),
    ACKNOWLEDGED("what was acknowledged is in the log, once, at the version that was answered"),
    REFUSED("what was refused is not in the log"),
    SAME_ANSWER("what is asked again is answered the same"),
    UNAVAILABLE("who can't be served is told 503"),
    ASKED_FOR("nothing is in the log that nobody asked for"),
    STOCK("available is never negative, and no more is reserved than is on hand"),
    GOODS("what is reserved, has left and has come back is what the orders say"),
    MONEY("money adds up"),
    PAYMENTS("a payment is captured once, and no more goes back than came"),
    BOOKS("the provider's books are those of the log"),
    TOKENS("each token ends as it should"),
    VIEWS("views say what the log says"),
    REBUILT("a view that is made anew has the rows that it had"),
    SETTLED("nothing is stuck"),
    SEALS("the log is what was sealed"),
    IMPORT("an import that was killed ends like one that wasn't");

    private final String text;

    Law(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
