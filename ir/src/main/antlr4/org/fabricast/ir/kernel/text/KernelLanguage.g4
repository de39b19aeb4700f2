/** The kernel language: functions and kernels of the special function unit. Manual: docs/kernels.md. */
grammar KernelLanguage;

file : item* EOF ;

item
    : 'fn' TYPE NAME '(' ( parameter ( ',' parameter )* )? ')' block                # function
    | 'kernel' NAME '(' ( port ( ',' port )* )? ')' block                           # kernel
    | 'const' TYPE NAME '=' expression ';'                                          # fileConstant
    | PRAGMA                                                                        # filePragma
    ;

parameter : TYPE NAME ;

port
    : 'in' 'stream' TYPE NAME                                                       # input
    | 'out' 'stream' TYPE NAME                                                      # output
    | 'result' TYPE NAME                                                            # result
    | TYPE NAME                                                                     # argument
    ;

block : '{' statement* '}' ;

statement
    : TYPE NAME '=' expression ';'                                                  # declare
    | NAME '=' expression ';'                                                       # assign
    | NAME '[' expression ']' '=' expression ';'                                    # store
    | NAME '<-' expression ';'                                                      # contribute
    | 'write' '(' NAME ',' expression ')' ';'                                       # write
    | 'rewind' '(' NAME ')' ';'                                                     # rewind
    | 'return' expression ';'                                                       # return
    | 'mem' TYPE NAME '[' expression ']' ';'                                        # memory
    | 'table' TYPE NAME '[' expression ']' '=' '{' expression ( ',' expression )* '}' ';' # table
    | 'table' TYPE NAME '[' expression ']' '=' NAME ':' expression ';'              # computedTable
    | 'const' TYPE NAME '=' expression ';'                                          # constant
    | branch                                                                        # selection
    | 'vector'? 'for' '(' NAME ':' expression ')' ( reduce ( ',' reduce )* )? block # loop
    | 'while' '(' expression ')' block                                              # unbounded
    | PRAGMA                                                                        # pragma
    ;

branch : 'if' '(' expression ')' block ( 'else' ( block | branch ) )? ;

reduce : 'reduce' '(' NAME ',' INTEGER ')' TYPE NAME ;

expression
    : INTEGER                                                                       # integer
    | FLOAT                                                                         # float
    | ( 'true' | 'false' )                                                          # boolean
    | NAME                                                                          # name
    | 'read' '(' NAME ')'                                                           # read
    | TYPE '(' expression ( ',' NAME )* ')'                                         # convert
    | NAME '(' ( expression ( ',' expression )* )? ')'                              # call
    | NAME '[' expression ']'                                                       # index
    | '(' expression ')'                                                            # group
    | operator=( '-' | '~' | '!' ) expression                                       # unary
    | expression operator=( '*' | '/' | '%' ) expression                            # binary
    | expression operator=( '+' | '-' ) expression                                  # binary
    | expression operator=( '<<' | '>>' ) expression                                # binary
    | expression operator=( '<' | '<=' | '>' | '>=' ) expression                    # binary
    | expression operator=( '==' | '!=' ) expression                                # binary
    | expression operator='&' expression                                            # binary
    | expression operator='^' expression                                            # binary
    | expression operator='|' expression                                            # binary
    | <assoc=right> expression '?' expression ':' expression                        # conditional
    ;

TYPE : 'f32' | 'f16' | 'bf16' | 'bool' | 'u'? 'fx' [0-9]+ '_' [0-9]+ | [ui] [1-9] [0-9]* ;

FLOAT
    : [0-9]+ '.' [0-9]+ ( [eE] [+-]? [0-9]+ )?
    | [0-9]+ [eE] [+-]? [0-9]+
    | '0x' [0-9a-fA-F]+ ( '.' [0-9a-fA-F]+ )? [pP] [+-]? [0-9]+
    ;

INTEGER : '0x' [0-9a-fA-F]+ | '0b' [01]+ | [0-9]+ ;

NAME : [a-zA-Z_] [a-zA-Z_0-9]* ;

PRAGMA : '#pragma' ~[\r\n]* ;

COMMENT : '//' ~[\r\n]* -> skip ;

SPACE : [ \t\r\n]+ -> skip ;
