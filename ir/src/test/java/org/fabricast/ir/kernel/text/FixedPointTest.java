package org.fabricast.ir.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.fabricast.ir.kernel.ExecutableKernel;
import org.fabricast.ir.kernel.Kernel;
import org.junit.jupiter.api.Test;

/** Fixed point of random formats against exact decimal arithmetic. */
class FixedPointTest {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private record Format(boolean signed, int whole, int fraction) {

        static Format random(Random random, int most) {
            int bits = 1 + random.nextInt(most);
            int fraction = random.nextInt(bits + 1);
            return new Format(random.nextBoolean(), bits - fraction, fraction);
        }

        String name() {
            return (signed ? "fx" : "ufx") + whole + "_" + fraction;
        }

        int bits() {
            return whole + fraction;
        }

        BigDecimal value(BigInteger raw) {
            boolean negative = signed && raw.testBit(bits() - 1);
            BigInteger number = negative ? raw.subtract(BigInteger.ONE.shiftLeft(bits())) : raw;
            return new BigDecimal(number).divide(TWO.pow(fraction));
        }

        /** Raw bits of an exact value, converted as the mode says. */
        BigInteger convert(BigDecimal value, String rounding, String overflow) {
            BigDecimal scaled = value.multiply(TWO.pow(fraction));
            BigInteger number = switch (rounding) {
                case "even" -> scaled.setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
                case "up" -> scaled.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR).toBigInteger();
                default -> scaled.setScale(0, RoundingMode.FLOOR).toBigInteger();
            };
            BigInteger span = BigInteger.ONE.shiftLeft(signed ? bits() - 1 : bits());
            if (overflow.equals("saturate")) {
                number = number.min(span.subtract(BigInteger.ONE)).max(signed ? span.negate() : BigInteger.ZERO);
            }
            return number.mod(BigInteger.ONE.shiftLeft(bits()));
        }
    }

    private static long run(Kernel kernel, int a, int b) {
        int[] results = ExecutableKernel.of(kernel).run(new int[0][], new int[] {a, b}, new int[0][]).results();
        return results[0] & 0xffff_ffffL;
    }

    @Test
    void everyOperatorAndConversionIsThatOfExactArithmetic() {
        List<String> operators = List.of("+", "-", "*");
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            Format a = Format.random(random, 20);
            Format b = Format.random(random, 20);
            Format to = Format.random(random, 32);
            String operator = operators.get(random.nextInt(3));
            String rounding = List.of("even", "up", "floor").get(random.nextInt(3));
            String overflow = List.of("saturate", "wrap").get(random.nextInt(2));
            String source = "kernel t(result u32 r, u32 a, u32 b) { %s x = as_%s(u%d(a)); %s y = as_%s(u%d(b)); "
                    .formatted(a.name(), a.name(), a.bits(), b.name(), b.name(), b.bits())
                    + "r = u32(bits(%s(x %s y, %s, %s))); }".formatted(to.name(), operator, rounding, overflow);
            List<Kernel> kernels = List.of(KernelCompiler.compile(source, "t.fk").getFirst(),
                    KernelCompiler.compileUnoptimised(source, "t.fk").getFirst());
            for (int i = 0; i < 40; i++) {
                BigInteger x = raw(random, a);
                BigInteger y = raw(random, b);
                BigDecimal exact = switch (operator) {
                    case "+" -> a.value(x).add(b.value(y));
                    case "-" -> a.value(x).subtract(b.value(y));
                    default -> a.value(x).multiply(b.value(y));
                };
                for (Kernel kernel : kernels) {
                    assertThat(run(kernel, x.intValue(), y.intValue())).as("seed %d: %s of %s, %s", seed, source, x, y)
                            .isEqualTo(to.convert(exact, rounding, overflow).longValueExact());
                }
            }
        }
    }

    private static BigInteger raw(Random random, Format format) {
        BigInteger all = BigInteger.ONE.shiftLeft(format.bits()).subtract(BigInteger.ONE);
        return switch (random.nextInt(5)) {
            case 0 -> all;
            case 1 -> BigInteger.ONE.shiftLeft(format.bits() - 1);
            case 2 -> all.shiftRight(1);
            default -> new BigInteger(format.bits(), random);
        };
    }

    @Test
    void comparisonsAlignThePoints() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Format a = Format.random(random, 24);
            Format b = Format.random(random, 24);
            String source = "kernel t(result u32 r, u32 a, u32 b) { %s x = as_%s(u%d(a)); %s y = as_%s(u%d(b)); "
                    .formatted(a.name(), a.name(), a.bits(), b.name(), b.name(), b.bits())
                    + "r = x < y ? 1 : x == y ? 2 : 3; }";
            Kernel kernel = KernelCompiler.compile(source, "t.fk").getFirst();
            for (int i = 0; i < 40; i++) {
                BigInteger x = raw(random, a);
                BigInteger y = raw(random, b);
                int order = a.value(x).compareTo(b.value(y));
                assertThat(run(kernel, x.intValue(), y.intValue())).as("seed %d: %s of %s, %s", seed, source, x, y)
                        .isEqualTo(order < 0 ? 1 : order == 0 ? 2 : 3);
            }
        }
    }

    @Test
    void floatsConvertToTheNearestAndBackExactly() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Format to = Format.random(random, 24);
            String source = "kernel t(result u32 r, u32 a, u32 b) { %s v = %s(as_f32(a)); ".formatted(to.name(), to.name())
                    + "r = b == 0 ? u32(bits(v)) : bits(f32(v)); }";
            Kernel kernel = KernelCompiler.compile(source, "t.fk").getFirst();
            for (int i = 0; i < 40; i++) {
                float x = (float) (random.nextGaussian() * Math.scalb(1.0, random.nextInt(-26, 24)));
                BigInteger raw = to.convert(new BigDecimal(x), "even", "saturate");
                int bits = Float.floatToRawIntBits(x);
                assertThat(run(kernel, bits, 0)).as("seed %d: %s of %s", seed, source, x).isEqualTo(raw.longValueExact());
                assertThat(Float.intBitsToFloat((int) run(kernel, bits, 1))).as("seed %d: %s of %s", seed, source, x)
                        .isEqualTo(to.value(raw).floatValue());
            }
        }
    }
}
