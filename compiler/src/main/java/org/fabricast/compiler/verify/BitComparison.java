package org.fabricast.compiler.verify;

import java.util.Locale;
import java.util.Optional;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.driver.Generation;

/** Compares what two devices gave, bit by bit, up to the first difference. */
final class BitComparison {

    private long checked;
    private Optional<Diagnostic> first = Optional.empty();

    /** Tokens and logits compared so far. */
    long checked() {
        return checked;
    }

    /** The first difference (F5001), if there is one. */
    Optional<Diagnostic> first() {
        return first;
    }

    /**
     * Compares two generations: of each step the logits, then the token that follows from them.
     *
     * @param place what was run, for the message
     */
    void compare(String place, Generation functional, Generation rtl) {
        int steps = Math.min(functional.tokens().size(), rtl.tokens().size());
        for (int step = 0; step < steps && first.isEmpty(); step++) {
            String at = place + ", generated token " + (step + 1);
            compare(at, functional.logits().get(step), rtl.logits().get(step));
            if (first.isEmpty()) {
                checked++;
                int expected = functional.tokens().get(step);
                int found = rtl.tokens().get(step);
                if (expected != found) {
                    differ(at + ", token id", integer(expected), integer(found));
                }
            }
        }
        if (first.isEmpty() && functional.tokens().size() != rtl.tokens().size()) {
            differ(place + ", number of tokens", integer(functional.tokens().size()), integer(rtl.tokens().size()));
        }
    }

    private void compare(String at, float[] functional, float[] rtl) {
        int common = Math.min(functional.length, rtl.length);
        for (int i = 0; i < common; i++) {
            checked++;
            if (Float.floatToRawIntBits(functional[i]) != Float.floatToRawIntBits(rtl[i])) {
                differ(at + ", logit " + i, number(functional[i]), number(rtl[i]));
                return;
            }
        }
        if (functional.length != rtl.length) {
            differ(at + ", number of logits", integer(functional.length), integer(rtl.length));
        }
    }

    private void differ(String subject, String functional, String rtl) {
        first = Optional.of(new Diagnostic(ErrorCode.F5001, subject, functional + " as functional", rtl + " from rtl", ""));
    }

    private static String integer(int value) {
        return String.format(Locale.ROOT, "%d (0x%x)", value, value);
    }

    private static String number(float value) {
        return String.format(Locale.ROOT, "%s (0x%08x)", value, Float.floatToRawIntBits(value));
    }
}
