package org.fabricast.compiler.quantise.group;

import java.util.List;
import java.util.stream.IntStream;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.datatype.Datatype;

/**
 * Quantises matrices in groups. Per group and candidate datatype: scale by the format's {@link ScaleRule}, level = nearest to
 * weight / scale; the candidate with the least Σ (level · scale − weight)² is taken, of equals the first. With a zero point:
 * zero = −min / scale and level = weight / scale + zero, each rounded to nearest even and clamped to the levels.
 *
 * <p>Rounding: scales, quotients and products in binary32, errors in binary64. With binary32 scales none is below 1e-5; with 8 bits
 * there is no such floor, levels are those of the unrounded scale, and a group of zeros has scale 0.
 *
 * <p>Errors: F1014 a group size that cannot be, F2106 a weight that is no number, F2303 one beyond ±1e30.
 *
 * <p>Source: BitMoD (HPCA 2025), section III, and its published quantiser. What differs: a candidate is judged in binary64, not in the
 * precision of the weights; no scale is cut at 1e4, which would saturate weights silently; no group stays zero because its errors are
 * great; the row scale is made of the scales of the chosen datatypes, not of one candidate's in all groups.
 *
 * <p>Cost: a division and a look-up per weight and candidate; rows in parallel.
 */
public final class GroupQuantiser {

    private static final float LEAST_SCALE = 1e-5f;
    private static final float GREATEST_WEIGHT = 1e30f;

    private final GroupFormat format;
    private final List<NearestLevel> candidates;
    private final int group;
    private final ScaleStorage storage;
    private final float floor;

    /**
     * A quantiser for any number of matrices.
     *
     * @param group inputs per group, where the format does not say it
     */
    public GroupQuantiser(GroupFormat format, int group, ScaleStorage storage) {
        this(format, group, storage, storage == ScaleStorage.FLOAT ? LEAST_SCALE : 0);
    }

    GroupQuantiser(GroupFormat format, int group, ScaleStorage storage, float floor) {
        this.format = format;
        this.group = requireGroup(format.group(group));
        this.storage = storage;
        this.floor = floor;
        this.candidates = format.affine() ? List.of()
                : format.candidates().stream().map(datatype -> new NearestLevel(datatype, format.ties())).toList();
    }

    /** This quantiser with one of the format's candidates and no choice. */
    public GroupQuantiser withOnly(int candidate) {
        GroupFormat one = new GroupFormat(format.text(), List.of(format.candidates().get(candidate)), format.rule(), format.ties(),
                format.fixedGroup());
        return new GroupQuantiser(one, group, storage, floor);
    }

    /** Errors: F1014 unless {@code group} can be a number of inputs per group. */
    public static int requireGroup(int group) {
        if (group < 1 || group > GroupFormat.GREATEST_GROUP) {
            throw new FabricastException(ErrorCode.F1014, "--group", "1 to " + GroupFormat.GREATEST_GROUP + " inputs",
                    String.valueOf(group), "");
        }
        return group;
    }

    /**
     * A quantised matrix and the scales before they were rounded to 8 bits.
     *
     * @param scales row-major, rows × groups; those of the matrix itself where they are not rounded
     */
    public record Result(GroupedMatrix matrix, float[] scales) { }

    /**
     * Quantises a row-major matrix.
     *
     * @param name    for the message
     * @param weights rows × cols
     */
    public Result quantise(String name, float[] weights, int rows, int cols) {
        if (rows < 1 || cols < 1 || weights.length != (long) rows * cols) {
            throw new IllegalArgumentException(weights.length + " weights of " + rows + "×" + cols);
        }
        requireFinite(name, weights, cols);
        int groups = GroupedMatrix.groups(cols, group);
        Parts parts = new Parts(weights, new byte[weights.length], new byte[rows * groups],
                new byte[format.affine() ? rows * groups : 0], new float[rows * groups]);
        IntStream.range(0, rows).parallel().forEach(row -> {
            for (int g = 0; g < groups; g++) {
                int from = row * cols + g * group;
                group(parts, row * groups + g, from, row * cols + Math.min(cols, (g + 1) * group));
            }
        });
        GroupScales scales = storage == ScaleStorage.INT8 && !format.rule().powerOfTwo()
                ? GroupScales.TwoLevel.of(parts.scales, rows) : new GroupScales.Plain(parts.scales);
        return new Result(new GroupedMatrix(rows, cols, group, format, parts.codes, parts.choices, parts.zeroPoints, scales),
                parts.scales);
    }

    /** What the groups of a matrix are written into. */
    private record Parts(float[] weights, byte[] codes, byte[] choices, byte[] zeroPoints, float[] scales) { }

    private static void requireFinite(String name, float[] weights, int cols) {
        for (int i = 0; i < weights.length; i++) {
            if (!(Math.abs(weights[i]) <= GREATEST_WEIGHT)) {
                boolean number = Float.isFinite(weights[i]);
                throw new FabricastException(number ? ErrorCode.F2303 : ErrorCode.F2106,
                        name + "[" + i / cols + ", " + i % cols + "]", number ? "at most 1e30" : "a finite number",
                        String.valueOf(weights[i]), "");
            }
        }
    }

    private void group(Parts parts, int at, int from, int to) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            least = Math.min(least, parts.weights[i]);
            most = Math.max(most, parts.weights[i]);
        }
        if (format.affine()) {
            affine(parts, at, from, to, least, most);
        } else {
            choose(parts, at, from, to, least, most);
        }
    }

    private void choose(Parts parts, int at, int from, int to, float least, float most) {
        int best = 0;
        float scale = scale(0, least, most);
        if (candidates.size() > 1 && scale > 0) {
            double error = candidates.getFirst().error(parts.weights, from, to, scale);
            for (int candidate = 1; candidate < candidates.size(); candidate++) {
                float other = scale(candidate, least, most);
                double of = other > 0 ? candidates.get(candidate).error(parts.weights, from, to, other) : error;
                if (of < error) {
                    best = candidate;
                    scale = other;
                    error = of;
                }
            }
        }
        parts.choices[at] = (byte) best;
        parts.scales[at] = scale;
        if (scale > 0) {
            candidates.get(best).encode(parts.weights, from, to, scale, parts.codes);
        }
    }

    private float scale(int candidate, float least, float most) {
        return format.rule().scale(least, most, format.candidates().get(candidate), floor);
    }

    private void affine(Parts parts, int at, int from, int to, float least, float most) {
        Datatype datatype = format.candidates().getFirst();
        float scale = scale(0, least, most);
        parts.scales[at] = scale;
        if (scale == 0) {
            return;
        }
        int zero = clamp(Math.rint(-least / scale), datatype.greatest());
        parts.zeroPoints[at] = (byte) zero;
        for (int i = from; i < to; i++) {
            parts.codes[i] = (byte) clamp(Math.rint(parts.weights[i] / scale) + zero, datatype.greatest());
        }
    }

    private static int clamp(double level, int greatest) {
        return (int) Math.max(0, Math.min(greatest, level));
    }
}
