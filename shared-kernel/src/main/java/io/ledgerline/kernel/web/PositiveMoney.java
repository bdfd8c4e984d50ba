package io.ledgerline.kernel.web;

import io.ledgerline.kernel.Money;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

/** Lets {@link Positive} stand on an amount of money. Null is valid, as everywhere in Bean Validation. */
public final class PositiveMoney implements ConstraintValidator<Positive, Money> {

    @Override
    public boolean isValid(@Nullable Money money, ConstraintValidatorContext context) {
        return money == null || money.isPositive();
    }
}
