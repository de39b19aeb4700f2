// Binary32 multiplier: z = a * b, rounded to nearest even.
//
// Why by hand: as fp32_add. The partial products have registers of their own, so that they fit DSP slices. Latency 3, one
// result per cycle, registers move only while en = 1. No reset: data only.
// Stages: 1 partial products, and beside them exponent and zeros; 2 their sum, moved by fours; 3 move the rest, round and
// pack.
//
// The product is 2.46: bit 46 has the weight of the exponents' sum.
// NaN results are 7fc00000.
`default_nettype none

module fp32_mul (
  input  wire        clk,
  input  wire        en,
  input  wire [31:0] a,
  input  wire [31:0] b,
  output wire [31:0] z
);
  // Kind of result, decided in stage 1 and carried along.
  localparam [1:0] FINITE = 2'd0;
  localparam [1:0] INFINITE = 2'd1;
  localparam [1:0] NOT_A_NUMBER = 2'd2;

  // {upper product 29, lower product 40}: that of the fractions as stored, cut at 17 bits of the second, which is what a
  // multiplier takes. Its operands wait for no logic.
  function automatic [68:0] multiply;
    input [22:0] p;
    input [22:0] q;
    begin
      multiply = {{6'd0, p} * {23'd0, q[22:17]}, {17'd0, p} * {23'd0, q[16:0]}};
    end
  endfunction

  // What the leading ones of normal operands add to that, at the weight of bit 23.
  function automatic [24:0] leading;
    input [30:0] p;
    input [30:0] q;
    reg p_normal;
    reg q_normal;
    begin
      p_normal = p[30:23] != 8'd0;
      q_normal = q[30:23] != 8'd0;
      leading = {1'b0, p_normal && q_normal, p_normal ? q[22:0] : 23'd0} + {2'd0, q_normal ? p[22:0] : 23'd0};
    end
  endfunction

  // Zeros before the first one of four bits; the last does not matter.
  function automatic [1:0] leading_zeros_of_four;
    input [3:1] v;
    begin
      leading_zeros_of_four = v[3] ? 2'd0 : v[2] ? 2'd1 : {1'b1, !v[1]};
    end
  endfunction

  // Zeros before the first one of 24 bits of which the last does not matter.
  function automatic [4:0] leading_zeros;
    input [23:1] v;
    reg [5:1] some;
    begin
      some = {v[23:20] != 4'd0, v[19:16] != 4'd0, v[15:12] != 4'd0, v[11:8] != 4'd0, v[7:4] != 4'd0};
      casez (some)
        5'b1????: leading_zeros = {3'd0, leading_zeros_of_four(v[23:21])};
        5'b01???: leading_zeros = {3'd1, leading_zeros_of_four(v[19:17])};
        5'b001??: leading_zeros = {3'd2, leading_zeros_of_four(v[15:13])};
        5'b0001?: leading_zeros = {3'd3, leading_zeros_of_four(v[11:9])};
        5'b00001: leading_zeros = {3'd4, leading_zeros_of_four(v[7:5])};
        default: leading_zeros = {3'd5, leading_zeros_of_four(v[3:1])};
      endcase
    end
  endfunction

  // {kind 2, sign, zeros 5, down 6, room 10}: zeros before a subnormal operand; the biased exponent of bit 46 of the product,
  // less one: -126 to 380; and 31 less that, or 63 if it is more, where the exponent is what limits the shift. Were both
  // operands subnormal, room would be negative and the zeros would not matter.
  function automatic [23:0] plan;
    input [31:0] p;
    input [31:0] q;
    reg signed [9:0] room;
    reg signed [9:0] down;
    reg              p_infinite;
    reg              q_infinite;
    reg              p_zero;
    reg              q_zero;
    reg              any_nan;
    reg [1:0]        kind;
    begin
      p_infinite = p[30:23] == 8'hff;
      q_infinite = q[30:23] == 8'hff;
      p_zero = p[30:0] == 31'd0;
      q_zero = q[30:0] == 31'd0;
      any_nan = (p_infinite && p[22:0] != 23'd0) || (q_infinite && q[22:0] != 23'd0);
      if (any_nan || (p_infinite && q_zero) || (q_infinite && p_zero)) begin
        kind = NOT_A_NUMBER;
      end else if (p_infinite || q_infinite) begin
        kind = INFINITE;
      end else begin
        kind = FINITE;
      end
      room = $signed({2'd0, p[30:24], p[23] | (p[30:23] == 8'd0)})
          + $signed({2'd0, q[30:24], q[23] | (q[30:23] == 8'd0)}) - 10'sd128;
      down = 10'sd159 - $signed({2'd0, p[30:24], p[23] | (p[30:23] == 8'd0)})
          - $signed({2'd0, q[30:24], q[23] | (q[30:23] == 8'd0)});
      plan = {kind, p[31] ^ q[31],
              (p[30:23] == 8'd0) ? leading_zeros({1'b0, p[22:1]}) : (q[30:23] == 8'd0) ? leading_zeros({1'b0, q[22:1]}) : 5'd0,
              down[5:0] | {6{down[9:6] != 4'd0}}, room};
    end
  endfunction

  // {exponent 9, shift left over 2, product 2.27, rest 6}: the product moves left past the zeros as far as the exponent may
  // fall, or right when the result is subnormal; both are a right shift of a frame in which it stands 31 bits higher, of
  // which the upper 57 bits may reach the result. The exponent is that of bit 46 after the whole shift, less one; 0 for a
  // subnormal. A bit of rest tells of ones that the whole shift moves out, in a sixth of the product each.
  function automatic [45:0] move;
    input signed [9:0] room;
    input [4:0]        zeros;
    input [5:0]        down;
    input [47:0]       product;
    reg signed [9:0]   left;     // room beyond the zeros
    reg [5:0]          shift;
    reg [56:0]         frame;
    reg [40:0]         sixteens;
    reg [28:0]         fours;
    reg [56:0]         lost;
    reg [5:0]          rest;
    begin
      left = room - $signed({5'd0, zeros});
      shift = left[9] ? down : {1'b0, ~zeros};
      frame = {product, 9'd0};
      case (shift[5:4])
        2'd0: sixteens = frame[40:0];
        2'd1: sixteens = frame[56:16];
        2'd2: sixteens = {16'd0, frame[56:32]};
        default: sixteens = {32'd0, frame[56:48]};
      endcase
      case (shift[3:2])
        2'd0: fours = sixteens[28:0];
        2'd1: fours = sixteens[32:4];
        2'd2: fours = sixteens[36:8];
        default: fours = sixteens[40:12];
      endcase
      lost = frame & ~({57{1'b1}} << shift);
      rest = {lost[56:49] != 8'd0, lost[48:41] != 8'd0, lost[40:33] != 8'd0, lost[32:25] != 8'd0, lost[24:17] != 8'd0,
              lost[16:0] != 17'd0};
      move = {left[9] ? 9'd0 : left[8:0], shift[1:0], fours, rest};
    end
  endfunction

  // The leading one, or two for a product of 2 and more, adds to the exponent, and so does the carry of the rounding, which
  // makes the next binade, the least normal number and infinity right.
  function automatic [31:0] round;
    input [1:0]  kind;
    input        sign;
    input [8:0]  exponent;
    input [1:0]  shift;
    input [28:0] product;
    input        sticky;
    reg [25:0]   m;            // 2.24
    reg [24:0]   significand;  // 2.23
    reg          half;
    reg          rest;
    reg [7:0]    base;
    reg          overflow;
    reg [30:0]   magnitude;
    begin
      case (shift)
        2'd0: m = product[25:0];
        2'd1: m = product[26:1];
        2'd2: m = product[27:2];
        default: m = product[28:3];
      endcase
      if (m[25]) begin
        significand = {2'd2, m[24:2]};
        half = m[1];
        rest = sticky || m[0];
      end else begin
        significand = {1'b0, m[24:1]};
        half = m[0];
        rest = sticky;
      end
      // A product of zero has no leading one, whatever the exponent.
      base = (m[25] || m[24]) ? exponent[7:0] : 8'd0;
      overflow = exponent >= 9'd254 || (exponent == 9'd253 && m[25]);
      magnitude = {base, 23'd0} + {6'd0, significand} + {30'd0, half && (rest || significand[0])};
      if (kind == NOT_A_NUMBER) begin
        round = 32'h7fc0_0000;
      end else if (kind == INFINITE || overflow) begin
        round = {sign, 31'h7f80_0000};
      end else begin
        round = {sign, magnitude};
      end
    end
  endfunction

  reg [1:0]  kind_1_q;
  reg        sign_1_q;
  reg [4:0]  zeros_1_q;
  reg [5:0]  down_1_q;
  reg signed [9:0] room_1_q;
  reg [28:0] upper_1_q;
  reg [39:0] lower_1_q;
  reg [24:0] leading_1_q;

  reg [1:0]  kind_2_q;
  reg        sign_2_q;
  reg [8:0]  exponent_2_q;
  reg [1:0]  shift_2_q;
  reg [28:0] product_2_q;
  reg [5:0]  rest_2_q;

  reg [31:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      {upper_1_q, lower_1_q} <= multiply(a[22:0], b[22:0]);
      leading_1_q <= leading(a[30:0], b[30:0]);
      {kind_1_q, sign_1_q, zeros_1_q, down_1_q, room_1_q} <= plan(a, b);

      kind_2_q <= kind_1_q;
      sign_2_q <= sign_1_q;
      {exponent_2_q, shift_2_q, product_2_q, rest_2_q} <= move(room_1_q, zeros_1_q, down_1_q,
          {8'd0, lower_1_q} + ({2'd0, upper_1_q, 17'd0} + {leading_1_q, 23'd0}));

      z_q <= round(kind_2_q, sign_2_q, exponent_2_q, shift_2_q, product_2_q, rest_2_q != 6'd0);
    end
  end
endmodule

`default_nettype wire
