package io.ledgerline.order.web;

import io.ledgerline.catalog.api.Offers.Offer;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.web.OrderForm.LineForm;
import io.ledgerline.order.web.OrderFormRejection.MixedCurrencies;
import io.ledgerline.order.web.OrderFormRejection.PriceChanged;
import io.ledgerline.order.web.OrderFormRejection.ProductDiscontinued;
import io.ledgerline.order.web.OrderFormRejection.UnknownProduct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Turns the lines of a form into those of an order: one for each sku, at the price on offer. */
final class OrderPricing {

    private final List<LineForm> forms;
    private final List<Charge> charges;

    private OrderPricing(List<LineForm> forms, List<Charge> charges) {
        this.forms = forms;
        this.charges = charges;
    }

    static List<OrderLine> lines(OrderForm form, Map<Sku, Offer> offers) {
        OrderPricing pricing = new OrderPricing(form.lines(), form.chargeList());
        pricing.checkOffers(offers);
        List<OrderLine> lines = pricing.merge(offers);
        pricing.checkCurrencies(offers);
        pricing.checkTotal(lines);
        return lines;
    }

    /** One line by itself, whose fields are the whole form's. */
    static OrderLine line(LineForm form, Map<Sku, Offer> offers) {
        Offer offer = offers.get(form.sku());
        if (offer == null) {
            throw new UnknownProduct(List.of("sku"));
        }
        checkOffer(form, offer);
        OrderLine line = new OrderLine(form.sku(), offer.name(), form.quantity(), offer.price());
        try {
            line.total();
        } catch (InvalidValue tooMuch) {
            throw new InvalidValue("quantity", "of this is more than an order can cost");
        }
        return line;
    }

    private void checkOffers(Map<Sku, Offer> offers) {
        List<String> unknown = IntStream.range(0, forms.size())
                .filter(i -> !offers.containsKey(forms.get(i).sku()))
                .mapToObj(i -> "lines[" + i + "].sku")
                .toList();
        if (!unknown.isEmpty()) {
            throw new UnknownProduct(unknown);
        }
        for (LineForm line : forms) {
            checkOffer(line, offers.get(line.sku()));
        }
    }

    private static void checkOffer(LineForm line, Offer offer) {
        if (offer.discontinued()) {
            throw new ProductDiscontinued(line.sku());
        }
        if (line.unitPrice() != null && !line.unitPrice().equals(offer.price())) {
            throw new PriceChanged(line.sku(), line.unitPrice(), offer.price());
        }
    }

    private List<OrderLine> merge(Map<Sku, Offer> offers) {
        Map<Sku, OrderLine> merged = new LinkedHashMap<>();
        for (int i = 0; i < forms.size(); i++) {
            LineForm form = forms.get(i);
            Offer offer = offers.get(form.sku());
            OrderLine before = merged.get(form.sku());
            Quantity quantity = before == null ? form.quantity() : sum(before.quantity(), form.quantity(), i);
            merged.put(form.sku(), new OrderLine(form.sku(), offer.name(), quantity, offer.price()));
        }
        return List.copyOf(merged.values());
    }

    private static Quantity sum(Quantity one, Quantity other, int line) {
        try {
            return one.plus(other);
        } catch (InvalidValue tooMany) {
            throw new InvalidValue(
                    "lines[" + line + "].quantity",
                    "must be at most " + Quantity.MAX + ", together with the other lines of this sku");
        }
    }

    private void checkCurrencies(Map<Sku, Offer> offers) {
        Map<String, Money> amounts = new LinkedHashMap<>();
        for (int i = 0; i < forms.size(); i++) {
            amounts.put("lines[" + i + "].sku", offers.get(forms.get(i).sku()).price());
        }
        for (int i = 0; i < charges.size(); i++) {
            amounts.put("charges[" + i + "].amount", charges.get(i).amount());
        }
        Money first = amounts.values().iterator().next();
        amounts.forEach((field, amount) -> {
            if (!amount.currency().equals(first.currency())) {
                throw new MixedCurrencies(field, first, amount);
            }
        });
    }

    private void checkTotal(List<OrderLine> lines) {
        try {
            List<Money> amounts =
                    new ArrayList<>(lines.stream().map(OrderLine::total).toList());
            charges.forEach(charge -> amounts.add(charge.amount()));
            amounts.stream().reduce(Money::plus);
        } catch (InvalidValue tooMuch) {
            throw new InvalidValue("lines", "add up to more than an order can cost");
        }
    }
}
