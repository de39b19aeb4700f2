package org.fabricast.compiler.frontend;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;

/** Checks on weights that every frontend makes. */
public final class WeightChecks {

    /** Longest Java array that every virtual machine allocates. */
    private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8L;

    private WeightChecks() {
    }

    /** Reports the first element that is NaN or infinite (F2106). */
    public static void finite(String file, String tensor, float[] data, Findings findings) {
        int bad = 0;
        int first = -1;
        for (int i = 0; i < data.length; i++) {
            if (!Float.isFinite(data[i])) {
                first = bad++ == 0 ? i : first;
            }
        }
        if (bad > 0) {
            findings.add(ErrorCode.F2106, file + ", tensor " + tensor + ", element " + first, "finite numbers",
                    data[first] + (bad == 1 ? "" : " and " + (bad - 1) + " more"));
        }
    }

    /** Number of elements as an array length. Errors: F2026 if no array is that long. */
    public static int arrayLength(String file, String tensor, long elements) {
        if (elements > LONGEST_ARRAY) {
            throw new FabricastException(ErrorCode.F2026, file + ", tensor " + tensor,
                    "at most " + LONGEST_ARRAY + " elements", String.valueOf(elements), "");
        }
        return (int) elements;
    }

    /** Refuses a model whose weights in binary32 cannot fit the memory of this process (F2026), before any is read. */
    public static void fitsMemory(String file, long parameters) {
        long available = Runtime.getRuntime().maxMemory();
        if (parameters > available / Float.BYTES) {
            throw new FabricastException(ErrorCode.F2026, file, "weights of at most " + available + " bytes in binary32",
                    parameters + " weights", "give Java more memory (-Xmx), or compile by shape only");
        }
    }
}
