// Executes the program: SYS instructions itself, all others go to their queues with registers added to their immediates.
//
// An instruction is taken into a register, decoded, and either dispatched in the next cycle (one per cycle while the queues
// have room) or, for SYS, executed: tokens taken, operands read, computed, register written (2 cycles; MUL 3, TOKPUT 3,
// TOKGET 4, plus 1 to take the next). HALT and BARRIER wait until everything dispatched is done. An illegal instruction or one
// that came with a bus error ends the program. Reset: at instruction 0, registers zero, no loop, no token.
`default_nettype none
module sequencer #(
  parameter integer QUEUES = 6,
  parameter integer TOKEN_BITS = 10
) (
  input  wire                  clk,
  input  wire                  rst,
  input  wire                  run,
  input  wire                  s_instr_valid,
  output wire                  s_instr_ready,
  input  wire [255:0]          s_instr_data,
  input  wire                  s_instr_error,
  output wire                  redirect,
  output wire [31:0]           target,
  output wire [QUEUES-1:0]     m_valid,   // by queue, at most one
  input  wire [QUEUES-1:0]     m_ready,
  output wire [3:0]            m_code,
  output wire [7:0]            m_flags,
  output wire [QUEUES-1:0]     m_wait,
  output wire [QUEUES-1:0]     m_release,
  output wire [31:0]           m_operand_0,
  output wire [31:0]           m_operand_1,
  output wire [31:0]           m_operand_2,
  output wire [31:0]           m_operand_3,
  output wire [31:0]           m_operand_4,
  output wire [31:0]           m_operand_5,
  input  wire                  queues_empty,
  input  wire [QUEUES-1:0]     give_in,   // tokens given to SYS, by giver
  output wire [QUEUES-1:0]     give,      // tokens SYS gives, by taker
  output wire [31:0]           argument_index,
  input  wire [31:0]           argument,
  input  wire                  argument_exists,
  output wire                  token_valid,
  output wire                  token_write,
  output wire [TOKEN_BITS-1:0] token_address,
  output wire [31:0]           token_data,
  input  wire [31:0]           token_read_data,  // the cycle after token_valid
  input  wire [31:0]           result,
  output wire [31:0]           pc,        // index of the instruction here
  output wire                  halted,    // pulses: program ended by HALT,
  output wire                  illegal,   // by an illegal instruction,
  output wire                  fetch_fault,  // by one that came with a bus error
  output wire                  produced,  // a token was written
  output wire                  retired,   // an instruction was dispatched or executed
  output wire                  starved,   // waits for an instruction
  output wire                  blocked    // waits for room in a queue
);
  localparam [2:0] DECODE = 3'd0;
  localparam [2:0] COMPUTE = 3'd1;
  localparam [2:0] PRODUCT = 3'd2;
  localparam [2:0] TOKEN = 3'd3;
  localparam [2:0] TOKEN_READ = 3'd4;
  localparam [2:0] DRAIN = 3'd5;
  localparam [2:0] ENDED = 3'd6;

  reg [2:0]        state_q;
  reg              instr_valid_q;
  reg [255:0]      instr_q;
  reg              error_q;
  reg [31:0]       pc_q;
  reg [31:0]       next_q;
  reg [31:0]       a_q;
  reg [31:0]       b_q;
  reg [31:0]       product_q;
  reg [TOKEN_BITS-1:0] address_q;
  reg [QUEUES-1:0] select_q;   // queue that what is dispatched waits for
  reg [3:0]        code_q;
  reg [7:0]        flags_q;
  reg [QUEUES-1:0] wait_q;
  reg [QUEUES-1:0] release_q;
  reg [31:0]       operand_0_q;
  reg [31:0]       operand_1_q;
  reg [31:0]       operand_2_q;
  reg [31:0]       operand_3_q;
  reg [31:0]       operand_4_q;
  reg [31:0]       operand_5_q;

  wire [QUEUES-1:0] queue;
  wire [3:0]        code;
  wire [7:0]        flags;
  wire [QUEUES-1:0] wait_mask;
  wire [QUEUES-1:0] release_mask;
  wire [4:0]        register_0, register_1, register_2, register_3, register_4, register_5;
  wire [31:0]       immediate_0, immediate_1, immediate_2, immediate_3, immediate_4, immediate_5;
  wire [31:0]       read_0, read_1, read_2, read_3, read_4, read_5;
  wire              legal, is_sys, is_halt, is_add, is_sub, is_mul, is_shr, is_min, is_loop, is_end, is_branch, is_tokget,
                    is_tokput, is_result, is_arg, is_barrier, is_exit;
  wire [31:0]       imm, second;
  wire [4:0]        rd;
  wire [31:0]       read_a, read_b;
  wire [2:0]        condition;

  instruction_decoder u_decoder (
    .instruction(instr_q), .legal(legal), .queue(queue), .code(code), .flags(flags),
    .wait_mask(wait_mask), .release_mask(release_mask),
    .register_0(register_0), .register_1(register_1), .register_2(register_2),
    .register_3(register_3), .register_4(register_4), .register_5(register_5),
    .immediate_0(immediate_0), .immediate_1(immediate_1), .immediate_2(immediate_2),
    .immediate_3(immediate_3), .immediate_4(immediate_4), .immediate_5(immediate_5),
    .is_sys(is_sys), .is_halt(is_halt), .is_add(is_add), .is_sub(is_sub), .is_mul(is_mul), .is_shr(is_shr),
    .is_min(is_min), .is_loop(is_loop), .is_end(is_end), .is_branch(is_branch), .is_tokget(is_tokget),
    .is_tokput(is_tokput), .is_result(is_result), .is_arg(is_arg), .is_barrier(is_barrier), .is_exit(is_exit),
    .sys_rd(rd), .sys_imm(imm), .sys_second(second), .sys_condition(condition),
    .read_0(read_0), .read_1(read_1), .read_2(read_2), .read_a(read_a), .read_b(read_b)
  );

  // Dispatch.
  wire select_taken = (select_q & m_ready) != {QUEUES{1'b0}};
  wire select_any = select_q != {QUEUES{1'b0}};
  wire here = instr_valid_q && state_q == DECODE && run;
  wire dispatch = here && legal && !error_q && !is_sys && (!select_any || select_taken);

  // SYS.
  wire satisfied;
  wire start = here && legal && !error_q && is_sys && satisfied;
  wire compute = state_q == COMPUTE;
  wire [31:0] value;
  wire [31:0] count;
  wire [31:0] loop_first;
  wire [31:0] loop_after;
  wire        loop_last;
  wire        loop_here;
  wire        loop_empty;
  wire        loop_full;
  wire        taken;
  wire        condition_wrong;
  wire        is_token = is_tokget || is_tokput;
  wire        no_word = count >> TOKEN_BITS != 32'd0;
  wire none = count == 32'd0;
  wire wrong = (is_loop && ((loop_full && !none) || second <= pc_q)) || (is_end && (loop_empty || !loop_here))
      || (is_exit && loop_empty) || (is_branch && condition_wrong)
      || (is_arg && !argument_exists) || (is_token && no_word);
  wire once = compute && !wrong && !is_mul && !is_token;   // executed in this cycle
  wire drained = state_q == DRAIN && queues_empty && !select_any;
  wire complete = once || state_q == PRODUCT || (state_q == TOKEN && is_tokput) || state_q == TOKEN_READ || drained;
  wire writes = (once && (is_add || is_sub || is_shr || is_min || is_result || is_arg)) || state_q == PRODUCT
      || state_q == TOKEN_READ;
  wire [31:0] written = state_q == PRODUCT ? product_q + b_q : state_q == TOKEN_READ ? token_read_data : value;

  assign redirect = once && ((is_loop && none) || (is_end && !loop_last) || is_exit || (is_branch && taken));
  assign target = is_loop ? second + 32'd1 : is_end ? loop_first : is_exit ? loop_after : second;
  assign s_instr_ready = run && state_q != ENDED && (!instr_valid_q || dispatch);
  assign m_valid = select_q;
  assign m_code = code_q;
  assign m_flags = flags_q;
  assign m_wait = wait_q;
  assign m_release = release_q;
  assign m_operand_0 = operand_0_q;
  assign m_operand_1 = operand_1_q;
  assign m_operand_2 = operand_2_q;
  assign m_operand_3 = operand_3_q;
  assign m_operand_4 = operand_4_q;
  assign m_operand_5 = operand_5_q;
  assign give = complete ? release_mask : {QUEUES{1'b0}};
  assign argument_index = imm;
  assign token_valid = state_q == TOKEN;
  assign token_write = is_tokput;
  assign token_address = address_q;
  assign token_data = b_q;
  assign pc = pc_q;
  assign halted = drained && is_halt;
  assign illegal = (here && !legal && !error_q) || (compute && wrong);
  assign fetch_fault = here && error_q;
  assign produced = token_valid && token_write;
  assign retired = dispatch || complete;
  assign starved = run && !instr_valid_q && state_q == DECODE && !s_instr_valid;
  assign blocked = select_any && !select_taken;

  register_file u_registers (
    .clk(clk), .rst(rst), .write(writes), .write_index(rd), .write_data(written),
    .index_0(register_0), .index_1(register_1), .index_2(register_2),
    .index_3(register_3), .index_4(register_4), .index_5(register_5),
    .data_0(read_0), .data_1(read_1), .data_2(read_2), .data_3(read_3), .data_4(read_4), .data_5(read_5)
  );

  token_counters #(.QUEUES(QUEUES)) u_tokens (
    .clk(clk), .rst(rst), .give(give_in), .want(wait_mask), .take(start), .satisfied(satisfied)
  );

  sequencer_alu u_alu (
    .is_add(is_add), .is_sub(is_sub), .is_shr(is_shr), .is_min(is_min), .is_arg(is_arg), .a(a_q), .b(b_q), .imm(imm),
    .shift(second[4:0]), .condition(condition), .argument(argument), .result(result),
    .value(value), .count(count), .taken(taken), .condition_wrong(condition_wrong)
  );

  loop_stack u_loops (
    .clk(clk), .rst(rst), .push(once && is_loop && !none), .again(once && is_end && !loop_last),
    .pop(once && ((is_end && loop_last) || is_exit)), .index(pc_q), .push_end(second), .push_count(count),
    .first(loop_first), .after(loop_after), .here(loop_here), .last(loop_last),
    .empty(loop_empty), .full(loop_full)
  );

  always @(posedge clk) begin
    if (s_instr_valid && s_instr_ready) begin
      instr_q <= s_instr_data;
      error_q <= s_instr_error;
      pc_q <= next_q;
      next_q <= next_q + 32'd1;
    end else if (redirect) begin
      next_q <= target;
    end
    if (dispatch) begin
      code_q <= code;
      flags_q <= flags;
      wait_q <= wait_mask;
      release_q <= release_mask;
      operand_0_q <= immediate_0 + read_0;
      operand_1_q <= immediate_1 + read_1;
      operand_2_q <= immediate_2 + read_2;
      operand_3_q <= immediate_3 + read_3;
      operand_4_q <= immediate_4 + read_4;
      operand_5_q <= immediate_5 + read_5;
    end
    if (start) begin
      a_q <= read_a;
      b_q <= read_b;
    end
    if (compute) begin
      address_q <= count[TOKEN_BITS-1:0];
      if (is_mul) product_q <= a_q * imm;
    end
    if (rst) begin
      state_q <= DECODE;
      instr_valid_q <= 1'b0;
      select_q <= {QUEUES{1'b0}};
      pc_q <= 32'd0;
      next_q <= 32'd0;
    end else begin
      instr_valid_q <= (s_instr_valid && s_instr_ready) || (instr_valid_q && !dispatch && !complete);
      select_q <= dispatch ? queue : select_taken ? {QUEUES{1'b0}} : select_q;
      if (halted || illegal || fetch_fault) begin
        state_q <= ENDED;
      end else if (complete) begin
        state_q <= DECODE;
      end else if (start) begin
        state_q <= is_halt || is_barrier ? DRAIN : COMPUTE;
      end else if (compute) begin
        state_q <= is_mul ? PRODUCT : TOKEN;
      end else if (state_q == TOKEN) begin
        state_q <= TOKEN_READ;
      end
    end
  end
endmodule
`default_nettype wire
