package io.ledgerline.payment.api;

/** Money is to be asked of a provider, but what it takes to speak to it was not given: the program doesn't start. */
public final class ProviderNotConfigured extends IllegalStateException {

    private final String action;

    /**
     * @param message what is missing
     * @param action what whoever starts the program can do about it
     */
    public ProviderNotConfigured(String message, String action) {
        super(message);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
