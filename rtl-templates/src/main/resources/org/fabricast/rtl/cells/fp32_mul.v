// Binary32 multiplier: z = a * b, rounded to nearest even.
//
// Why by hand: as fp32_add. The 24 by 24 product has a register of its own, so that it fits DSP slices. Latency 3, one
// result per cycle, registers move only while en = 1. No reset: data only.
// Stages: 1 product, and beside it exponent and zeros; 2 move the product; 3 round and pack.
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

  // Product of the significands, 2.46: bit 46 has the weight of the exponents' sum.
  function automatic [47:0] multiply;
    input [30:0] p;
    input [30:0] q;
    begin
      multiply = {24'd0, p[30:23] != 8'd0, p[22:0]} * {24'd0, q[30:23] != 8'd0, q[22:0]};
    end
  endfunction

  // Zeros before the first one of 32 bits of which the last does not matter.
  function automatic [4:0] leading_zeros;
    input [31:1] v;
    reg [4:0]  n;
    reg [15:1] v16;
    reg [7:1]  v8;
    reg [3:1]  v4;
    begin
      n[4] = v[31:16] == 16'd0;
      v16 = n[4] ? v[15:1] : v[31:17];
      n[3] = v16[15:8] == 8'd0;
      v8 = n[3] ? v16[7:1] : v16[15:9];
      n[2] = v8[7:4] == 4'd0;
      v4 = n[2] ? v8[3:1] : v8[7:5];
      n[1] = v4[3:2] == 2'd0;
      n[0] = n[1] ? !v4[1] : !v4[3];
      leading_zeros = n;
    end
  endfunction

  // {kind 2, sign, zeros 5, room 10}: zeros before a subnormal operand, and the biased exponent of bit 46, less one: -126
  // to 380. Were both operands subnormal, room would be negative and the zeros would not matter.
  function automatic [17:0] plan;
    input [31:0] p;
    input [31:0] q;
    reg signed [9:0] room;
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
      plan = {kind, p[31] ^ q[31],
              leading_zeros({(p[30:23] == 8'd0) ? {1'b0, p[22:0]} : {q[30:23] != 8'd0, q[22:0]}, 7'd0}), room};
    end
  endfunction

  // {exponent 9, product 48, sticky}: the product moves left past the zeros as far as the exponent may fall, or right when
  // the result is subnormal. The exponent (1 or more) is that of bit 46 afterwards.
  function automatic [57:0] move;
    input signed [9:0] room;
    input [4:0]        zeros;
    input [47:0]       product;
    reg [4:0]          left;
    reg [9:0]          below;
    reg [5:0]          right;
    reg [47:0]         lost;
    reg [8:0]          exponent;
    integer            i;
    begin
      left = (room > $signed({5'd0, zeros})) ? zeros : room[4:0];
      below = -room;
      right = (below[9:6] == 4'd0) ? below[5:0] : 6'd63;
      for (i = 0; i < 48; i = i + 1) begin
        lost[i] = {26'd0, right} > i;
      end
      exponent = room[8:0] - {4'd0, left} + 9'd1;
      if (room[9]) begin
        move = {9'd1, product >> right, (product & lost) != 48'd0};
      end else begin
        move = {exponent, product << left, 1'b0};
      end
    end
  endfunction

  // Rounding carries into the exponent field, which makes the next binade, the least normal number and infinity right.
  function automatic [31:0] round;
    input [1:0]  kind;
    input        sign;
    input [8:0]  exponent;
    input [47:0] m;
    input        sticky;
    reg [8:0]    field;
    reg [22:0]   fraction;
    reg          half;
    reg          rest;
    reg [30:0]   magnitude;
    begin
      rest = m[21:0] != 22'd0 || sticky;
      if (m[47]) begin
        field = exponent + 9'd1;
        fraction = m[46:24];
        half = m[23];
        rest = rest || m[22];
      end else begin
        field = m[46] ? exponent : 9'd0;
        fraction = m[45:23];
        half = m[22];
      end
      magnitude = {field[7:0], fraction} + {30'd0, half && (rest || fraction[0])};
      if (kind == NOT_A_NUMBER) begin
        round = 32'h7fc0_0000;
      end else if (kind == INFINITE || field >= 9'd255) begin
        round = {sign, 31'h7f80_0000};
      end else begin
        round = {sign, magnitude};
      end
    end
  endfunction

  reg [1:0]  kind_1_q;
  reg        sign_1_q;
  reg [4:0]  zeros_1_q;
  reg signed [9:0] room_1_q;
  reg [47:0] product_1_q;

  reg [1:0]  kind_2_q;
  reg        sign_2_q;
  reg [8:0]  exponent_2_q;
  reg [47:0] product_2_q;
  reg        sticky_2_q;

  reg [31:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      product_1_q <= multiply(a[30:0], b[30:0]);
      {kind_1_q, sign_1_q, zeros_1_q, room_1_q} <= plan(a, b);

      kind_2_q <= kind_1_q;
      sign_2_q <= sign_1_q;
      {exponent_2_q, product_2_q, sticky_2_q} <= move(room_1_q, zeros_1_q, product_1_q);

      z_q <= round(kind_2_q, sign_2_q, exponent_2_q, product_2_q, sticky_2_q);
    end
  end
endmodule

`default_nettype wire
