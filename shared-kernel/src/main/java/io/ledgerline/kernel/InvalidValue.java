package io.ledgerline.kernel;

/** A value that its type can't hold; at the edge it becomes {@code 422} with the field's name. */
public final class InvalidValue extends IllegalArgumentException {

    private final String field;
    private final String reason;

    /**
     * @param field name of the component that is wrong, as clients know it
     * @param reason what it must be, fit to follow the field's name in a sentence
     */
    public InvalidValue(String field, String reason) {
        super(field + " " + reason);
        this.field = field;
        this.reason = reason;
    }

    public String field() {
        return field;
    }

    public String reason() {
        return reason;
    }
}
