package org.fabricast.compiler.quantise.group;

/**
 * A matrix quantised in groups along the input dimension: weight ≈ level · scale, or (level − zero point) · scale.
 *
 * @param rows       outputs
 * @param cols       inputs
 * @param group      inputs per group; the last group of a row may be short
 * @param format     how it was quantised
 * @param codes      row-major, rows × cols, of the group's datatype
 * @param choices    row-major, rows × groups: which of the format's candidates a group has
 * @param zeroPoints row-major, rows × groups, without sign; empty where groups have none
 * @param scales     of all groups
 */
public record GroupedMatrix(int rows, int cols, int group, GroupFormat format, byte[] codes, byte[] choices, byte[] zeroPoints,
                            GroupScales scales) {

    public GroupedMatrix {
        int groups = rows * groups(cols, group);
        if (rows < 1 || cols < 1 || codes.length != rows * cols || choices.length != groups || scales.count() != groups
                || zeroPoints.length != (format.affine() ? groups : 0)) {
            throw new IllegalArgumentException("not a matrix of " + rows + "×" + cols + " in groups of " + group);
        }
        for (byte choice : choices) {
            if (choice < 0 || choice >= format.candidates().size()) {
                throw new IllegalArgumentException("datatype " + choice + " of " + format.text());
            }
        }
    }

    static int groups(int cols, int group) {
        return (cols + group - 1) / group;
    }

    /** Groups of a row. */
    public int groups() {
        return groups(cols, group);
    }

    /** The group of a weight, both counted through all rows. */
    public int groupOf(int weight) {
        return weight / cols * groups() + weight % cols / group;
    }

    /** Zero point of a group, 0 where there is none. */
    public int zeroPoint(int ofGroup) {
        return format.affine() ? Byte.toUnsignedInt(zeroPoints[ofGroup]) : 0;
    }

    /** Level of a weight, before zero point and scale. */
    public int level(int weight) {
        return format.candidates().get(choices[groupOf(weight)]).level(Byte.toUnsignedInt(codes[weight]));
    }

    /** The matrix as it is multiplied by. Rounding: binary32, once per scale. */
    public float[] dequantised() {
        float[] values = new float[codes.length];
        for (int i = 0; i < values.length; i++) {
            int of = groupOf(i);
            values[i] = scales.times(level(i) - zeroPoint(of), of);
        }
        return values;
    }

    /** Mean of (weight − dequantised)², in binary64. */
    public double meanSquaredError(float[] weights) {
        float[] stored = dequantised();
        double error = 0;
        for (int i = 0; i < stored.length; i++) {
            double difference = (double) weights[i] - stored[i];
            error += difference * difference;
        }
        return error / stored.length;
    }
}
