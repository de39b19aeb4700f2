// Binary16 multiplier: z = a * b, rounded to nearest even.
//
// Why by hand: as fp32_mul, in one DSP slice. Latency 3, one result per cycle, registers move only while en = 1. No reset:
// data only.
// Stages: 1 product, and beside it exponent and zeros; 2 move the product; 3 round and pack.
// NaN results are 7e00.
`default_nettype none

module fp16_mul (
  input  wire        clk,
  input  wire        en,
  input  wire [15:0] a,
  input  wire [15:0] b,
  output wire [15:0] z
);
  // Kind of result, decided in stage 1 and carried along.
  localparam [1:0] FINITE = 2'd0;
  localparam [1:0] INFINITE = 2'd1;
  localparam [1:0] NOT_A_NUMBER = 2'd2;

  // Product of the significands, 2.20: bit 20 has the weight of the exponents' sum.
  function automatic [21:0] multiply;
    input [14:0] p;
    input [14:0] q;
    begin
      multiply = {11'd0, p[14:10] != 5'd0, p[9:0]} * {11'd0, q[14:10] != 5'd0, q[9:0]};
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

  // {kind 2, sign, zeros 4, room 7}: zeros before a subnormal operand, and the biased exponent of bit 20, less one: -14 to
  // 44. Were both operands subnormal, room would be negative and the zeros would not matter.
  function automatic [13:0] plan;
    input [15:0] p;
    input [15:0] q;
    reg signed [6:0] room;
    reg              p_infinite;
    reg              q_infinite;
    reg              p_zero;
    reg              q_zero;
    reg              any_nan;
    reg [1:0]        kind;
    begin
      p_infinite = p[14:10] == 5'd31;
      q_infinite = q[14:10] == 5'd31;
      p_zero = p[14:0] == 15'd0;
      q_zero = q[14:0] == 15'd0;
      any_nan = (p_infinite && p[9:0] != 10'd0) || (q_infinite && q[9:0] != 10'd0);
      if (any_nan || (p_infinite && q_zero) || (q_infinite && p_zero)) begin
        kind = NOT_A_NUMBER;
      end else if (p_infinite || q_infinite) begin
        kind = INFINITE;
      end else begin
        kind = FINITE;
      end
      room = $signed({2'd0, p[14:11], p[10] | (p[14:10] == 5'd0)}) + $signed({2'd0, q[14:11], q[10] | (q[14:10] == 5'd0)})
          - 7'sd16;
      plan = {kind, p[15] ^ q[15],
              leading_zeros({(p[14:10] == 5'd0) ? {1'b0, p[9:0]} : {q[14:10] != 5'd0, q[9:0]}, 4'd0}), room};
    end
  endfunction

  // {exponent 6, product 22, sticky}: the product moves left past the zeros as far as the exponent may fall, or right when
  // the result is subnormal. The exponent (1 or more) is that of bit 20 afterwards.
  function automatic [28:0] move;
    input signed [6:0] room;
    input [3:0]        zeros;
    input [21:0]       product;
    reg [3:0]          left;
    reg [3:0]          right;
    reg [21:0]         lost;
    reg [5:0]          exponent;
    integer            i;
    begin
      left = (room > $signed({3'd0, zeros})) ? zeros : room[3:0];
      right = -room[3:0];
      for (i = 0; i < 22; i = i + 1) begin
        lost[i] = {28'd0, right} > i;
      end
      exponent = room[5:0] - {2'd0, left} + 6'd1;
      if (room[6]) begin
        move = {6'd1, product >> right, (product & lost) != 22'd0};
      end else begin
        move = {exponent, product << left, 1'b0};
      end
    end
  endfunction

  // Rounding carries into the exponent field, which makes the next binade, the least normal number and infinity right.
  function automatic [15:0] round;
    input [1:0]  kind;
    input        sign;
    input [5:0]  exponent;
    input [21:0] m;
    input        sticky;
    reg [5:0]    field;
    reg [9:0]    fraction;
    reg          half;
    reg          rest;
    reg [14:0]   magnitude;
    begin
      rest = m[8:0] != 9'd0 || sticky;
      if (m[21]) begin
        field = exponent + 6'd1;
        fraction = m[20:11];
        half = m[10];
        rest = rest || m[9];
      end else begin
        field = m[20] ? exponent : 6'd0;
        fraction = m[19:10];
        half = m[9];
      end
      magnitude = {field[4:0], fraction} + {14'd0, half && (rest || fraction[0])};
      if (kind == NOT_A_NUMBER) begin
        round = 16'h7e00;
      end else if (kind == INFINITE || field >= 6'd31) begin
        round = {sign, 15'h7c00};
      end else begin
        round = {sign, magnitude};
      end
    end
  endfunction

  reg [1:0]  kind_1_q;
  reg        sign_1_q;
  reg [3:0]  zeros_1_q;
  reg signed [6:0] room_1_q;
  reg [21:0] product_1_q;

  reg [1:0]  kind_2_q;
  reg        sign_2_q;
  reg [5:0]  exponent_2_q;
  reg [21:0] product_2_q;
  reg        sticky_2_q;

  reg [15:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      product_1_q <= multiply(a[14:0], b[14:0]);
      {kind_1_q, sign_1_q, zeros_1_q, room_1_q} <= plan(a, b);

      kind_2_q <= kind_1_q;
      sign_2_q <= sign_1_q;
      {exponent_2_q, product_2_q, sticky_2_q} <= move(room_1_q, zeros_1_q, product_1_q);

      z_q <= round(kind_2_q, sign_2_q, exponent_2_q, product_2_q, sticky_2_q);
    end
  end
endmodule

`default_nettype wire
