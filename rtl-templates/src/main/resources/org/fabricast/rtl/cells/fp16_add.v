// Binary16 adder: z = a + b, rounded to nearest even.
//
// Why by hand: as fp32_add, at a third of its size. Latency 3, one result per cycle, registers move only while en = 1. No
// reset: data only.
// Stages: 1 order by magnitude and align; 2 add or subtract, count leading zeros; 3 normalise, round and pack.
// NaN results are 7e00. Exact cancellation gives +0.
`default_nettype none

module fp16_add (
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

  // {kind 2, sign, subtract, exponent 5, larger significand 11, smaller significand aligned 11.5}
  // The two lowest bits of the aligned significand stand for the bits shifted out, the upper six and the lower five.
  function automatic [35:0] align;
    input [15:0] p;
    input [15:0] q;
    reg        swap;
    reg [15:0] x;           // larger magnitude; a NaN is larger than all else
    reg [15:0] y;
    reg [4:0]  p_exponent;  // biased; 1 for subnormals
    reg [4:0]  q_exponent;
    reg [4:0]  distance;
    reg [13:0] minor;
    reg [10:0] lost;
    reg        subtract;
    reg [1:0]  kind;
    integer    i;
    begin
      swap = p[14:0] < q[14:0];
      {x, y} = swap ? {q, p} : {p, q};
      p_exponent = {p[14:11], p[10] | (p[14:10] == 5'd0)};
      q_exponent = {q[14:11], q[10] | (q[14:10] == 5'd0)};
      // Both differences, so that neither waits for the comparison.
      distance = swap ? q_exponent - p_exponent : p_exponent - q_exponent;
      minor = {y[14:10] != 5'd0, y[9:0], 3'd0};
      for (i = 0; i < 11; i = i + 1) begin
        lost[i] = {27'd0, distance} > 32'd3 + i;
      end
      lost = lost & minor[13:3];
      minor = distance[4] ? 14'd0 : minor >> distance[3:0];
      subtract = x[15] ^ y[15];
      if (x[14:10] != 5'd31) begin
        kind = FINITE;
      end else if (x[9:0] != 10'd0 || (subtract && y[14:10] == 5'd31)) begin
        kind = NOT_A_NUMBER;
      end else begin
        kind = INFINITE;
      end
      align = {kind, x[15], subtract, swap ? q_exponent : p_exponent, x[14:10] != 5'd0, x[9:0], minor,
               lost[10:5] != 6'd0, lost[4:0] != 5'd0};
    end
  endfunction

  // Zeros before the first one of four bits; the last does not matter.
  function automatic [1:0] leading_zeros_of_four;
    input [3:1] v;
    begin
      leading_zeros_of_four = v[3] ? 2'd0 : v[2] ? 2'd1 : {1'b1, !v[1]};
    end
  endfunction

  // Zeros before the first one of 16 bits of which the last does not matter.
  function automatic [3:0] leading_zeros;
    input [15:1] v;
    reg [3:1] some;
    begin
      some = {v[15:12] != 4'd0, v[11:8] != 4'd0, v[7:4] != 4'd0};
      casez (some)
        3'b1??: leading_zeros = {2'd0, leading_zeros_of_four(v[15:13])};
        3'b01?: leading_zeros = {2'd1, leading_zeros_of_four(v[11:9])};
        3'b001: leading_zeros = {2'd2, leading_zeros_of_four(v[7:5])};
        default: leading_zeros = {2'd3, leading_zeros_of_four(v[3:1])};
      endcase
    end
  endfunction

  // {shift 4, sum 12.3}: the sum moves left past its zeros as far as the exponent may fall. A one where the last allowed
  // shift would end stops the count there.
  function automatic [18:0] combine;
    input        subtract;
    input [4:0]  exponent;
    input [10:0] major;
    input [15:0] aligned;
    reg [14:0]   sum;
    reg [14:0]   stop;
    begin
      // One carry chain: less the smaller is plus its complement plus one.
      sum = {1'b0, major, 3'd0} + ({1'b0, aligned[15:3], aligned[2:0] != 3'd0} ^ {15{subtract}}) + {14'd0, subtract};
      stop = 15'h4000 >> exponent;
      combine = {leading_zeros(sum | stop), sum};
    end
  endfunction

  // A shift of s leaves the leading bit at the weight of exponent + 1 - s. Rounding carries into the exponent field, which
  // makes the next binade, the least normal number and infinity right.
  function automatic [15:0] round;
    input [1:0]  kind;
    input        sign;
    input [4:0]  exponent;
    input [3:0]  shift;
    input [14:0] sum;
    reg [14:0]   m;
    reg [5:0]    field;
    reg          up;
    begin
      m = sum << shift;
      field = {1'b0, exponent} + 6'd1 - {2'd0, shift};
      up = m[3] && (m[4] || m[2:0] != 3'd0);
      if (kind == NOT_A_NUMBER) begin
        round = 16'h7e00;
      end else if (kind == INFINITE || field == 6'd31) begin
        round = {sign, 15'h7c00};
      end else begin
        round = {sign, {m[14] ? field[4:0] : 5'd0, m[13:4]} + {14'd0, up}};
      end
    end
  endfunction

  reg [1:0]  kind_1_q;
  reg        sign_1_q;
  reg        subtract_1_q;
  reg [4:0]  exponent_1_q;
  reg [10:0] major_1_q;
  reg [15:0] aligned_1_q;

  reg [1:0]  kind_2_q;
  reg        sign_2_q;
  reg        subtract_2_q;
  reg [4:0]  exponent_2_q;
  reg [3:0]  shift_2_q;
  reg [14:0] sum_2_q;

  reg [15:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      {kind_1_q, sign_1_q, subtract_1_q, exponent_1_q, major_1_q, aligned_1_q} <= align(a, b);

      kind_2_q <= kind_1_q;
      sign_2_q <= sign_1_q;
      subtract_2_q <= subtract_1_q;
      exponent_2_q <= exponent_1_q;
      {shift_2_q, sum_2_q} <= combine(subtract_1_q, exponent_1_q, major_1_q, aligned_1_q);

      z_q <= round(kind_2_q, sign_2_q && !(subtract_2_q && sum_2_q == 15'd0), exponent_2_q, shift_2_q, sum_2_q);
    end
  end
endmodule

`default_nettype wire
