// Binary32 adder: z = a + b, rounded to nearest even.
//
// Why by hand: the special function unit needs one sum per cycle whose bits equal those of the reference interpreter,
// subnormals included. Latency 4, one result per cycle, registers move only while en = 1. No reset: data only.
// Stages: 1 order by magnitude; 2 align, add or subtract; 3 count leading zeros; 4 normalise, round and pack.
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

  // {kind 2, sign, subtract, exponent 8, shift 5, larger significand 24, smaller significand 24}
  function automatic [64:0] order;
    input [31:0] p;
    input [31:0] q;
    reg        swap;
    reg [31:0] x;           // larger magnitude; a NaN is larger than all else
    reg [31:0] y;
    reg [7:0]  p_exponent;  // biased; 1 for subnormals
    reg [7:0]  q_exponent;
    reg [7:0]  distance;
    reg [4:0]  shift;
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
      subtract = x[31] ^ y[31];
      if (x[30:23] != 8'hff) begin
        kind = FINITE;
      end else if (x[22:0] != 23'd0 || (subtract && y[30:23] == 8'hff)) begin
        kind = NOT_A_NUMBER;
      end else begin
        kind = INFINITE;
      end
      order = {kind, x[31], subtract, swap ? q_exponent : p_exponent, shift, x[30:23] != 8'd0, x[22:0],
               y[30:23] != 8'd0, y[22:0]};
    end
  endfunction

  // {stop 28, sum 25.3}: the smaller significand goes right, its lowest bit standing for all bits shifted out. A one where
  // the greatest left shift that the exponent allows would end stops the count of zeros there.
  function automatic [55:0] add_significands;
    input        subtract;
    input [7:0]  exponent;
    input [4:0]  shift;
    input [23:0] major;
    input [23:0] minor;
    reg [26:0]   aligned;
    reg [23:0]   lost;
    reg [27:0]   stop;
    integer      i;
    begin
      aligned = {minor, 3'd0} >> shift;
      for (i = 0; i < 24; i = i + 1) begin
        lost[i] = {27'd0, shift} > 32'd3 + i;
      end
      aligned[0] = aligned[0] | ((minor & lost) != 24'd0);
      stop = (exponent[7:5] == 3'd0) ? 28'h800_0000 >> exponent[4:0] : 28'd0;
      add_significands = {stop, subtract ? {1'b0, major, 3'd0} - {1'b0, aligned} : {1'b0, major, 3'd0} + {1'b0, aligned}};
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

  // A shift of s leaves the leading bit at the weight of exponent + 1 - s. Rounding carries into the exponent field, which
  // makes the next binade, the least normal number and infinity right.
  function automatic [31:0] round;
    input [1:0]  kind;
    input        sign;
    input [7:0]  exponent;
    input [4:0]  shift;
    input [27:0] sum;
    reg [27:0]   m;
    reg [8:0]    field;
    reg          up;
    begin
      m = sum << shift;
      field = {1'b0, exponent} + 9'd1 - {4'd0, shift};
      up = m[3] && (m[4] || m[2:0] != 3'd0);
      if (kind == NOT_A_NUMBER) begin
        round = 32'h7fc0_0000;
      end else if (kind == INFINITE || field == 9'd255) begin
        round = {sign, 31'h7f80_0000};
      end else begin
        round = {sign, {m[27] ? field[7:0] : 8'd0, m[26:4]} + {30'd0, up}};
      end
    end
  endfunction

  reg [1:0]  kind_1_q;
  reg        sign_1_q;
  reg        subtract_1_q;
  reg [7:0]  exponent_1_q;
  reg [4:0]  shift_1_q;
  reg [23:0] major_1_q;
  reg [23:0] minor_1_q;

  reg [1:0]  kind_2_q;
  reg        sign_2_q;
  reg        subtract_2_q;
  reg [7:0]  exponent_2_q;
  reg [27:0] stop_2_q;
  reg [27:0] sum_2_q;

  reg [1:0]  kind_3_q;
  reg        sign_3_q;
  reg [7:0]  exponent_3_q;
  reg [4:0]  shift_3_q;
  reg [27:0] sum_3_q;

  reg [31:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      {kind_1_q, sign_1_q, subtract_1_q, exponent_1_q, shift_1_q, major_1_q, minor_1_q} <= order(a, b);

      kind_2_q <= kind_1_q;
      sign_2_q <= sign_1_q;
      subtract_2_q <= subtract_1_q;
      exponent_2_q <= exponent_1_q;
      {stop_2_q, sum_2_q} <= add_significands(subtract_1_q, exponent_1_q, shift_1_q, major_1_q, minor_1_q);

      kind_3_q <= kind_2_q;
      sign_3_q <= sign_2_q && !(subtract_2_q && sum_2_q == 28'd0);
      exponent_3_q <= exponent_2_q;
      shift_3_q <= leading_zeros({sum_2_q | stop_2_q, 3'd0});
      sum_3_q <= sum_2_q;

      z_q <= round(kind_3_q, sign_3_q, exponent_3_q, shift_3_q, sum_3_q);
    end
  end
endmodule

`default_nettype wire
