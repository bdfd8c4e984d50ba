package io.ledgerline.kernel.web;

/**
 * A thing that clients can read.
 *
 * @param type whose path and view it has
 * @param id as clients know it
 */
public record Resource(Type type, String id) {

    /** Each type's name in live updates is its name in lower case. */
    public enum Type {
        PRODUCT("/products/"),
        STOCK("/products/"),
        ORDER("/orders/"),
        PAYMENT("/payments/");

        private final String path;

        Type(String path) {
            this.path = path;
        }

        public String path() {
            return path;
        }
    }

    public static Resource product(String sku) {
        return new Resource(Type.PRODUCT, sku);
    }

    public static Resource stock(String sku) {
        return new Resource(Type.STOCK, sku);
    }

    public static Resource order(String id) {
        return new Resource(Type.ORDER, id);
    }

    public static Resource payment(String id) {
        return new Resource(Type.PAYMENT, id);
    }
}
