package org.fabricast.compiler.lengths;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the tokens of a prompt are processed. The bits of the results do not depend on it. */
public enum Prefill {
    /** As many at once as the buffers hold, so that weights cross the memory port once for all of them. */
    CHUNKED,
    /** One after the other, by the step that generates. */
    TOKEN;

    /** As users write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What users wrote. */
    public static Optional<Prefill> of(String text) {
        return Arrays.stream(values()).filter(prefill -> prefill.text().equals(text)).findFirst();
    }
}
