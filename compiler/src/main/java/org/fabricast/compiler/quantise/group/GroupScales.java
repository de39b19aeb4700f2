package org.fabricast.compiler.quantise.group;

/** What the groups of a matrix are multiplied by. */
public sealed interface GroupScales {

    /** A level of a group times its scale; groups are counted through all rows. */
    float times(int level, int group);

    /** Number of groups of all rows. */
    int count();

    /**
     * A binary32 number per group.
     *
     * @param values row-major, rows × groups
     */
    record Plain(float[] values) implements GroupScales {
        @Override
        public float times(int level, int group) {
            return level * values[group];
        }

        @Override
        public int count() {
            return values.length;
        }
    }

    /**
     * A binary32 number per row times 0 … 255 per group.
     *
     * @param rows  per row
     * @param codes row-major, rows × groups, without sign
     */
    record TwoLevel(float[] rows, byte[] codes) implements GroupScales {

        /** Greatest code. */
        public static final int GREATEST = 255;

        public TwoLevel {
            if (rows.length == 0 || codes.length % rows.length != 0) {
                throw new IllegalArgumentException(codes.length + " scales of " + rows.length + " rows");
            }
        }

        /**
         * Second-level quantisation: row scale = greatest scale of the row / 255, code = scale / row scale to nearest even. In
         * binary32. A row of zeros has row scale 0 and codes 0; a group whose scale is below half the row scale is lost, as
         * published.
         */
        static TwoLevel of(float[] scales, int rows) {
            int groups = scales.length / rows;
            float[] ofRows = new float[rows];
            byte[] codes = new byte[scales.length];
            for (int row = 0; row < rows; row++) {
                float greatest = 0;
                for (int g = 0; g < groups; g++) {
                    greatest = Math.max(greatest, scales[row * groups + g]);
                }
                ofRows[row] = greatest / GREATEST;
                for (int g = 0; g < groups && ofRows[row] > 0; g++) {
                    codes[row * groups + g] = (byte) Math.min(GREATEST, Math.rint(scales[row * groups + g] / ofRows[row]));
                }
            }
            return new TwoLevel(ofRows, codes);
        }

        /** Code of a group. */
        public int code(int group) {
            return Byte.toUnsignedInt(codes[group]);
        }

        /** Rounding: in binary32 after level · row scale, and again after · code. */
        @Override
        public float times(int level, int group) {
            return level * rows[group / (codes.length / rows.length)] * code(group);
        }

        @Override
        public int count() {
            return codes.length;
        }
    }
}
