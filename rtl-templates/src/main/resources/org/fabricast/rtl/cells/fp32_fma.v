// Binary32 fused multiply-add: z = a * b + c, rounded to nearest even once.
//
// Why by hand: as fp32_add. Latency 7, one result per cycle, registers move only while en = 1. No reset: data only.
// Stages: 1 partial products, and where the addend belongs; 2 their sum, and align the addend; 3 add or subtract; 4 count
// leading zeros by 16; 5 move by these, count the rest; 6 move by the rest; 7 round and pack.
//
// The sum is formed in a frame of 77 bits: 24 for an addend above the product, 2 between, 48 for the product, 3 for what of
// an addend lies below it. Bit 76 has the exponent of the frame. Where the addend lies higher still, or the product is
// zero, the frame follows the addend, and the product, then less than a quarter of the addend's last place, only decides
// ties. NaN results are 7fc00000. Exact cancellation gives +0.
`default_nettype none

module fp32_fma (
  input  wire        clk,
  input  wire        en,
  input  wire [31:0] a,
  input  wire [31:0] b,
  input  wire [31:0] c,
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

  // {kind 2, sign of the product, sign of the addend, product is zero, addend lies above, distance 10 (from the frame of the
  // product), exponents of that frame 9 and of the addend 8}
  function automatic [32:0] plan;
    input [31:0] p;
    input [31:0] q;
    input [31:0] r;
    reg signed [10:0] product;   // exponent of the frame where it follows the product: -98 to 410
    reg signed [10:0] distance;  // of the addend below the top of that frame: -353 to 409
    reg               p_infinite;
    reg               q_infinite;
    reg               r_infinite;
    reg               p_zero;
    reg               q_zero;
    reg               sign;
    reg               product_sign;
    reg               addend_sign;
    reg [7:0]         r_exponent;
    reg [1:0]         kind;
    begin
      p_infinite = p[30:23] == 8'hff;
      q_infinite = q[30:23] == 8'hff;
      r_infinite = r[30:23] == 8'hff;
      p_zero = p[30:0] == 31'd0;
      q_zero = q[30:0] == 31'd0;
      sign = p[31] ^ q[31];
      if ((p_infinite && p[22:0] != 23'd0) || (q_infinite && q[22:0] != 23'd0) || (r_infinite && r[22:0] != 23'd0)
          || (p_infinite && q_zero) || (q_infinite && p_zero)
          || ((p_infinite || q_infinite) && r_infinite && sign != r[31])) begin
        kind = NOT_A_NUMBER;
      end else if (p_infinite || q_infinite || r_infinite) begin
        kind = INFINITE;
      end else begin
        kind = FINITE;
      end
      r_exponent = {r[30:24], r[23] | (r[30:23] == 8'd0)};
      product = $signed({3'd0, p[30:24], p[23] | (p[30:23] == 8'd0)})
          + $signed({3'd0, q[30:24], q[23] | (q[30:23] == 8'd0)}) - 11'sd100;
      distance = product - $signed({3'd0, r_exponent});
      // Both signs are that of the infinite operand when the result is infinite.
      product_sign = (kind == INFINITE && r_infinite) ? r[31] : sign;
      addend_sign = (kind == INFINITE && !r_infinite) ? sign : r[31];
      plan = {kind, product_sign, addend_sign, p_zero || q_zero, distance[10], distance[9:0], product[8:0],
              r_exponent};
    end
  endfunction

  // The addend in the frame; its lowest bit stands for all bits shifted out.
  function automatic [76:0] align;
    input        top;        // the frame follows the addend
    input [9:0]  far;
    input [23:0] addend;
    reg [6:0]    distance;
    reg [76:0]   placed;
    reg [23:0]   lost;       // which bits of the addend lie below the frame
    integer      i;
    begin
      distance = top ? 7'd0 : far[6:0] | {7{far[9:7] != 3'd0}};
      placed = {addend, 53'd0} >> distance;
      for (i = 0; i < 24; i = i + 1) begin
        lost[i] = {25'd0, distance} > 32'd53 + i;
      end
      align = {placed[76:1], placed[0] | ((addend & lost) != 24'd0)};
    end
  endfunction

  // {sign, sum 77}; the sign of a sum of zero is left to the next stage, which need not wait for the carry.
  function automatic [77:0] add;
    input        product_sign;
    input        addend_sign;
    input [47:0] product;
    input [76:0] addend;
    reg [77:0]   over;     // addend + product or addend - product, the latter negative if bit 77 is set
    reg [76:0]   under;    // product - addend
    begin
      over = (product_sign != addend_sign) ? {1'b0, addend} - {27'd0, product, 3'd0} : {1'b0, addend} + {27'd0, product, 3'd0};
      under = {26'd0, product, 3'd0} - addend;
      if (over[77]) begin
        add = {product_sign, under};
      end else begin
        add = {addend_sign, over[76:0]};
      end
    end
  endfunction

  // A one where the leading bit stands after the greatest shift that the exponent allows; none if that is no limit.
  function automatic [76:0] limit;
    input [8:0] exponent;
    begin
      limit = (exponent[8:7] == 2'd0) ? {1'b1, 76'd0} >> (exponent[6:0] - 7'd1) : 77'd0;
    end
  endfunction

  // Sixteens of zeros before the first one of 80 bits, 4 if there is none before the last sixteen.
  function automatic [2:0] leading_sixteens;
    input [79:16] v;
    reg           first;
    reg           second;
    reg           third;
    reg           fourth;
    begin
      first = v[79:64] != 16'd0;
      second = v[63:48] != 16'd0;
      third = v[47:32] != 16'd0;
      fourth = v[31:16] != 16'd0;
      leading_sixteens = first ? 3'd0 : second ? 3'd1 : third ? 3'd2 : fourth ? 3'd3 : 3'd4;
    end
  endfunction

  // Zeros before the first one of 16 bits of which the last does not matter.
  function automatic [3:0] leading_zeros;
    input [15:1] v;
    reg [3:0] n;
    reg [7:1] v8;
    reg [3:1] v4;
    begin
      n[3] = v[15:8] == 8'd0;
      v8 = n[3] ? v[7:1] : v[15:9];
      n[2] = v8[7:4] == 4'd0;
      v4 = n[2] ? v8[3:1] : v8[7:5];
      n[1] = v4[3:2] == 2'd0;
      n[0] = n[1] ? !v4[1] : !v4[3];
      leading_zeros = n;
    end
  endfunction

  // {exponent 9, zeros left 4, sum 77}
  function automatic [89:0] move;
    input [8:0]  exponent;
    input [2:0]  sixteens;
    input [76:0] sum;
    input [72:0] stop;       // the limit without the last of each sixteen
    reg [15:1]   top;        // all of the sixteen but the last
    begin
      // A multiplexer for the upper bits alone, so that the count does not wait for the whole shift.
      case (sixteens)
        3'd0: top = sum[76:62] | stop[72:58];
        3'd1: top = sum[60:46] | stop[57:43];
        3'd2: top = sum[44:30] | stop[42:28];
        3'd3: top = sum[28:14] | stop[27:13];
        default: top = {sum[12:0] | stop[12:0], 2'd0};
      endcase
      move = {exponent - {2'd0, sixteens, 4'd0}, leading_zeros(top), sum << {sixteens, 4'd0}};
    end
  endfunction

  // {exponent 9, significand 24, half, rest}; a subnormal keeps exponent 1 and a leading zero.
  function automatic [34:0] normalise;
    input [8:0]  exponent;
    input [3:0]  zeros;
    input [76:0] sum;
    reg [76:0]   m;
    begin
      m = sum << zeros;
      normalise = {exponent - {5'd0, zeros}, m[76:52], m[51:0] != 52'd0};
    end
  endfunction

  // Rounding carries into the exponent field, which makes the next binade, the least normal number and infinity right.
  function automatic [31:0] round;
    input [1:0]  kind;
    input        sign;
    input [8:0]  exponent;
    input [23:0] m;
    input        half;
    input        rest;
    begin
      if (kind == NOT_A_NUMBER) begin
        round = 32'h7fc0_0000;
      end else if (kind == INFINITE || (m[23] && exponent >= 9'd255)) begin
        round = {sign, 31'h7f80_0000};
      end else begin
        round = {sign, {m[23] ? exponent[7:0] : 8'd0, m[22:0]} + {30'd0, half && (rest || m[0])}};
      end
    end
  endfunction

  reg [1:0]  kind_1_q;
  reg        product_sign_1_q;
  reg        addend_sign_1_q;
  reg        zero_1_q;
  reg        above_1_q;
  reg [9:0]  distance_1_q;
  reg [8:0]  exponent_1_q;
  reg [7:0]  addend_exponent_1_q;
  reg [28:0] upper_1_q;
  reg [39:0] lower_1_q;
  reg [24:0] leading_1_q;
  reg [23:0] addend_1_q;

  reg [1:0]  kind_2_q;
  reg        product_sign_2_q;
  reg        addend_sign_2_q;
  reg [8:0]  exponent_2_q;
  reg [47:0] product_2_q;
  reg [76:0] addend_2_q;

  reg [1:0]  kind_3_q;
  reg        sign_3_q;
  reg        subtract_3_q;
  reg [8:0]  exponent_3_q;
  reg [76:0] limit_3_q;
  reg [76:0] sum_3_q;

  reg [1:0]  kind_4_q;
  reg        sign_4_q;
  reg [8:0]  exponent_4_q;
  reg [2:0]  sixteens_4_q;
  reg [72:0] limit_4_q;
  reg [76:0] sum_4_q;

  reg [1:0]  kind_5_q;
  reg        sign_5_q;
  reg [8:0]  exponent_5_q;
  reg [3:0]  zeros_5_q;
  reg [76:0] sum_5_q;

  reg [1:0]  kind_6_q;
  reg        sign_6_q;
  reg [8:0]  exponent_6_q;
  reg [23:0] significand_6_q;
  reg        half_6_q;
  reg        rest_6_q;

  reg [31:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      {upper_1_q, lower_1_q} <= multiply(a[22:0], b[22:0]);
      leading_1_q <= leading(a[30:0], b[30:0]);
      addend_1_q <= {c[30:23] != 8'd0, c[22:0]};
      {kind_1_q, product_sign_1_q, addend_sign_1_q, zero_1_q, above_1_q, distance_1_q, exponent_1_q, addend_exponent_1_q}
          <= plan(a, b, c);

      kind_2_q <= kind_1_q;
      product_sign_2_q <= product_sign_1_q;
      addend_sign_2_q <= addend_sign_1_q;
      exponent_2_q <= (zero_1_q || above_1_q) ? {1'b0, addend_exponent_1_q} : exponent_1_q;
      product_2_q <= {8'd0, lower_1_q} + ({2'd0, upper_1_q, 17'd0} + {leading_1_q, 23'd0});
      addend_2_q <= align(zero_1_q || above_1_q, distance_1_q, addend_1_q);

      kind_3_q <= kind_2_q;
      {sign_3_q, sum_3_q} <= add(product_sign_2_q, addend_sign_2_q, product_2_q, addend_2_q);
      subtract_3_q <= product_sign_2_q != addend_sign_2_q;
      exponent_3_q <= exponent_2_q;
      limit_3_q <= limit(exponent_2_q);

      kind_4_q <= kind_3_q;
      sign_4_q <= sign_3_q && !(subtract_3_q && sum_3_q == 77'd0);
      exponent_4_q <= exponent_3_q;
      sixteens_4_q <= leading_sixteens(sum_3_q[76:13] | limit_3_q[76:13]);
      limit_4_q <= {limit_3_q[76:62], limit_3_q[60:46], limit_3_q[44:30], limit_3_q[28:14], limit_3_q[12:0]};
      sum_4_q <= sum_3_q;

      kind_5_q <= kind_4_q;
      sign_5_q <= sign_4_q;
      {exponent_5_q, zeros_5_q, sum_5_q} <= move(exponent_4_q, sixteens_4_q, sum_4_q, limit_4_q);

      kind_6_q <= kind_5_q;
      sign_6_q <= sign_5_q;
      {exponent_6_q, significand_6_q, half_6_q, rest_6_q} <= normalise(exponent_5_q, zeros_5_q, sum_5_q);

      z_q <= round(kind_6_q, sign_6_q, exponent_6_q, significand_6_q, half_6_q, rest_6_q);
    end
  end
endmodule

`default_nettype wire
