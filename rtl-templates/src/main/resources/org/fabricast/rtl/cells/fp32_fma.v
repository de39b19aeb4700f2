// Binary32 fused multiply-add: z = a * b + c, rounded to nearest even once.
//
// Why by hand: as fp32_add. Latency 6, one result per cycle, registers move only while en = 1. No reset: data only.
// Stages: 1 product, and beside it where the addend belongs; 2 align the addend; 3 add or subtract; 4 count leading zeros;
// 5 normalise; 6 round and pack.
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

  function automatic [47:0] multiply;
    input [30:0] p;
    input [30:0] q;
    begin
      multiply = {24'd0, p[30:23] != 8'd0, p[22:0]} * {24'd0, q[30:23] != 8'd0, q[22:0]};
    end
  endfunction

  // {kind 2, sign of the product, sign of the addend, distance 7, exponent of bit 76 9}
  function automatic [19:0] plan;
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
      // An infinite result takes its sign from the operand that is infinite; both, if they agree.
      if (p_zero || q_zero || distance < 11'sd0) begin
        plan = {kind, (kind == INFINITE && r_infinite) ? r[31] : sign, r[31], 7'd0, 1'b0, r_exponent};
      end else begin
        plan = {kind, (kind == INFINITE && r_infinite) ? r[31] : sign, r[31],
                (distance > 11'sd77) ? 7'd77 : distance[6:0], product[8:0]};
      end
    end
  endfunction

  // The addend in the frame; its lowest bit stands for all bits shifted out.
  function automatic [76:0] align;
    input [6:0]   distance;
    input [23:0]  addend;
    reg   [100:0] wide;
    begin
      wide = {addend, 77'd0} >> distance;
      align = {wide[100:25], wide[24] | (wide[23:0] != 24'd0)};
    end
  endfunction

  // {sign, sum 77}
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
        add = {addend_sign && !(product_sign != addend_sign && over[76:0] == 77'd0), over[76:0]};
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

  // Zeros before the first one of 128 bits of which the last does not matter.
  function automatic [6:0] leading_zeros;
    input [127:1] v;
    reg [6:0]  n;
    reg [63:1] v64;
    reg [31:1] v32;
    reg [15:1] v16;
    reg [7:1]  v8;
    reg [3:1]  v4;
    begin
      n[6] = v[127:64] == 64'd0;
      v64 = n[6] ? v[63:1] : v[127:65];
      n[5] = v64[63:32] == 32'd0;
      v32 = n[5] ? v64[31:1] : v64[63:33];
      n[4] = v32[31:16] == 16'd0;
      v16 = n[4] ? v32[15:1] : v32[31:17];
      n[3] = v16[15:8] == 8'd0;
      v8 = n[3] ? v16[7:1] : v16[15:9];
      n[2] = v8[7:4] == 4'd0;
      v4 = n[2] ? v8[3:1] : v8[7:5];
      n[1] = v4[3:2] == 2'd0;
      n[0] = n[1] ? !v4[1] : !v4[3];
      leading_zeros = n;
    end
  endfunction

  // {exponent 9, significand 24, half, rest}; a subnormal keeps exponent 1 and a leading zero.
  function automatic [34:0] normalise;
    input [8:0]  exponent;
    input [6:0]  shift;
    input [76:0] sum;
    reg [76:0]   m;
    begin
      m = sum << shift;
      normalise = {exponent - {2'd0, shift}, m[76:52], m[51:0] != 52'd0};
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
  reg [6:0]  distance_1_q;
  reg [8:0]  exponent_1_q;
  reg [47:0] product_1_q;
  reg [23:0] addend_1_q;

  reg [1:0]  kind_2_q;
  reg        product_sign_2_q;
  reg        addend_sign_2_q;
  reg [8:0]  exponent_2_q;
  reg [47:0] product_2_q;
  reg [76:0] addend_2_q;

  reg [1:0]  kind_3_q;
  reg        sign_3_q;
  reg [8:0]  exponent_3_q;
  reg [76:0] limit_3_q;
  reg [76:0] sum_3_q;

  reg [1:0]  kind_4_q;
  reg        sign_4_q;
  reg [8:0]  exponent_4_q;
  reg [6:0]  shift_4_q;
  reg [76:0] sum_4_q;

  reg [1:0]  kind_5_q;
  reg        sign_5_q;
  reg [8:0]  exponent_5_q;
  reg [23:0] significand_5_q;
  reg        half_5_q;
  reg        rest_5_q;

  reg [31:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      product_1_q <= multiply(a[30:0], b[30:0]);
      addend_1_q <= {c[30:23] != 8'd0, c[22:0]};
      {kind_1_q, product_sign_1_q, addend_sign_1_q, distance_1_q, exponent_1_q} <= plan(a, b, c);

      kind_2_q <= kind_1_q;
      product_sign_2_q <= product_sign_1_q;
      addend_sign_2_q <= addend_sign_1_q;
      exponent_2_q <= exponent_1_q;
      product_2_q <= product_1_q;
      addend_2_q <= align(distance_1_q, addend_1_q);

      kind_3_q <= kind_2_q;
      {sign_3_q, sum_3_q} <= add(product_sign_2_q, addend_sign_2_q, product_2_q, addend_2_q);
      exponent_3_q <= exponent_2_q;
      limit_3_q <= limit(exponent_2_q);

      kind_4_q <= kind_3_q;
      sign_4_q <= sign_3_q;
      exponent_4_q <= exponent_3_q;
      sum_4_q <= sum_3_q;
      shift_4_q <= leading_zeros({sum_3_q | limit_3_q, 50'd0});

      kind_5_q <= kind_4_q;
      sign_5_q <= sign_4_q;
      {exponent_5_q, significand_5_q, half_5_q, rest_5_q} <= normalise(exponent_4_q, shift_4_q, sum_4_q);

      z_q <= round(kind_5_q, sign_5_q, exponent_5_q, significand_5_q, half_5_q, rest_5_q);
    end
  end
endmodule

`default_nettype wire
