// Binary32 adder: z = a + b, rounded to nearest even.
//
// Why by hand: the special function unit needs one sum per cycle whose bits equal those of the reference interpreter,
// subnormals included. Latency 4, one result per cycle, registers move only while en = 1. No reset: data only.
// Stages: 1 order by magnitude and align, 2 add or subtract, 3 normalise, 4 round and pack.
// NaN results are 7fc00000. Exact cancellation gives +0.
`default_nettype none

module fp32_add (
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

  // {kind 2, sign, subtract, exponent 8, larger significand 24, smaller significand aligned 24.3}
  // The lowest bit of the aligned significand stands for all bits shifted out.
  function automatic [62:0] align;
    input [31:0] p;
    input [31:0] q;
    reg        swap;
    reg [31:0] x;           // larger magnitude; a NaN is larger than all else
    reg [31:0] y;
    reg [7:0]  p_exponent;  // biased; 1 for subnormals
    reg [7:0]  q_exponent;
    reg [7:0]  distance;
    reg [4:0]  shift;
    reg [26:0] minor;
    reg        sticky;
    reg        subtract;
    reg [1:0]  kind;
    begin
      swap = p[30:0] < q[30:0];
      {x, y} = swap ? {q, p} : {p, q};
      p_exponent = {p[30:24], p[23] | (p[30:23] == 8'd0)};
      q_exponent = {q[30:24], q[23] | (q[30:23] == 8'd0)};
      // Both differences, so that neither waits for the comparison.
      distance = swap ? q_exponent - p_exponent : p_exponent - q_exponent;
      shift = (distance[7:5] == 3'd0) ? distance[4:0] : 5'd31;
      minor = {y[30:23] != 8'd0, y[22:0], 3'd0};
      sticky = (minor & ~(27'h7ff_ffff << shift)) != 27'd0;
      minor = minor >> shift;
      subtract = x[31] ^ y[31];
      if (x[30:23] != 8'hff) begin
        kind = FINITE;
      end else if (x[22:0] != 23'd0 || (subtract && y[30:23] == 8'hff)) begin
        kind = NOT_A_NUMBER;
      end else begin
        kind = INFINITE;
      end
      align = {kind, x[31], subtract, swap ? q_exponent : p_exponent, x[30:23] != 8'd0, x[22:0],
               minor[26:1], minor[0] | sticky};
    end
  endfunction

  function automatic [27:0] add_significands;
    input        subtract;
    input [23:0] major;
    input [26:0] minor;
    begin
      add_significands = subtract ? {1'b0, major, 3'd0} - {1'b0, minor} : {1'b0, major, 3'd0} + {1'b0, minor};
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

  // {exponent 8, significand 24.3}; a subnormal keeps exponent 1 and a leading zero.
  function automatic [34:0] normalise;
    input [7:0]  exponent;
    input [27:0] sum;
    reg [4:0] zeros;
    reg [7:0] room;       // how far the exponent may fall
    reg [4:0] shift;
    begin
      zeros = leading_zeros({sum[26:0], 4'd0});
      room = exponent - 8'd1;
      shift = ({3'd0, zeros} < room) ? zeros : room[4:0];
      if (sum[27]) begin
        normalise = {exponent + 8'd1, sum[27:2], sum[1] | sum[0]};
      end else begin
        normalise = {exponent - {3'd0, shift}, sum[26:0] << shift};
      end
    end
  endfunction

  // Rounding carries into the exponent field, which makes the next binade, the least normal number and infinity right.
  function automatic [31:0] round;
    input [1:0]  kind;
    input        sign;
    input [7:0]  exponent;
    input [26:0] m;
    reg          up;
    reg [30:0]   magnitude;
    begin
      up = m[2] && (m[3] || m[1] || m[0]);
      magnitude = {m[26] ? exponent : 8'd0, m[25:3]} + {30'd0, up};
      if (kind == NOT_A_NUMBER) begin
        round = 32'h7fc0_0000;
      end else if (kind == INFINITE || (m[26] && exponent == 8'hff)) begin
        round = {sign, 31'h7f80_0000};
      end else begin
        round = {sign, magnitude};
      end
    end
  endfunction

  reg [1:0]  kind_1_q;
  reg        sign_1_q;
  reg        subtract_1_q;
  reg [7:0]  exponent_1_q;
  reg [23:0] major_1_q;
  reg [26:0] minor_1_q;

  reg [1:0]  kind_2_q;
  reg        sign_2_q;
  reg        subtract_2_q;
  reg [7:0]  exponent_2_q;
  reg [27:0] sum_2_q;

  reg [1:0]  kind_3_q;
  reg        sign_3_q;
  reg [7:0]  exponent_3_q;
  reg [26:0] significand_3_q;

  reg [31:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      {kind_1_q, sign_1_q, subtract_1_q, exponent_1_q, major_1_q, minor_1_q} <= align(a, b);

      kind_2_q <= kind_1_q;
      sign_2_q <= sign_1_q;
      subtract_2_q <= subtract_1_q;
      exponent_2_q <= exponent_1_q;
      sum_2_q <= add_significands(subtract_1_q, major_1_q, minor_1_q);

      kind_3_q <= kind_2_q;
      sign_3_q <= sign_2_q && !(subtract_2_q && sum_2_q == 28'd0);
      {exponent_3_q, significand_3_q} <= normalise(exponent_2_q, sum_2_q);

      z_q <= round(kind_3_q, sign_3_q, exponent_3_q, significand_3_q);
    end
  end
endmodule

`default_nettype wire
