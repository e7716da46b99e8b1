# Where nobody has to be first: what somebody would like, said in a form, read again and changed.
#: at 2022-01-23T13:00
#: course tests/stories/seats-by-preference.yaml
coursebot demo: Reading Seminar, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#seminar · Sun 23 Jan, 1:00 PM ─────────────────────────────────────────────────
│ Who presents in Reading Seminar
│
│ 16 seats; everyone takes 3, in different roles.
│ Seats are given by preference, not to who comes first. Until staff give them
│ out, tell me which you would like with the button, or with /signup prefer.
│ Mon 31 Jan, 1:00 PM PST: Consensus, all free
│ Mon 7 Feb, 1:00 PM PST: Memory, all free
│ Mon 14 Feb, 1:00 PM PST: Serving, all free
│ Mon 14 Mar, 1:00 PM PDT: Clocks, all free
│
│ [1] Tell my preferences
│
│ I keep this message up to date.

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Sun 23 Jan 1:00 PM ❯ signup
coursebot · only you see this
┊ Your seats
┊
┊ You have 0 of 3 seats that you need.
┊ Nobody has to be first here: tell me what you would like, and then staff share
┊ out the seats fairly.
┊
┊ So far you have not said what you would like.
┊
┊ [1] Say what I would like   [2] All seats

Maya, Sun 23 Jan 1:00 PM ❯ 1
→ Say what I would like
What would you like? ───────────────────────────────────────────────────────────
┊ Answer what matters to you and leave the rest. You can change it until the
┊ seats are given out.
┊ 1  Your first choice
┊ ○ 1  Mon 31 Jan · Consensus
┊ ○ 2  Mon 7 Feb · Memory
┊ ○ 3  Mon 14 Feb · Serving
┊ ○ 4  Mon 14 Mar · Clocks
┊ ○ 5  No first choice
  ❯ 2
┊ 2  Your second choice
┊ ○ 1  Mon 31 Jan · Consensus
┊ ○ 2  Mon 7 Feb · Memory
┊ ○ 3  Mon 14 Feb · Serving
┊ ○ 4  Mon 14 Mar · Clocks
┊ ○ 5  No second choice
  ❯ 3
┊ 3  Your third choice
┊ ○ 1  Mon 31 Jan · Consensus
┊ ○ 2  Mon 7 Feb · Memory
┊ ○ 3  Mon 14 Feb · Serving
┊ ○ 4  Mon 14 Mar · Clocks
┊ ○ 5  No third choice
  ❯ 5
┊ 4  Roles you would like
┊   1  Neutral Presenter
┊   2  Advocate
┊   3  Critic
┊   4  Backup/Scribe
  ❯ 2,3
┊ 5  Days on which you cannot
┊   1  Mon 31 Jan · Consensus
┊   2  Mon 7 Feb · Memory
┊   3  Mon 14 Feb · Serving
┊   4  Mon 14 Mar · Clocks
  ❯ 2
┊ [Enter] Save   a number changes that answer, cancel leaves
  ❯
┊ ✗ Days on which you cannot: Mon 7 Feb is your first choice. It can only be one
┊ of the two.
┊ 5  Days on which you cannot
┊   1  Mon 31 Jan · Consensus
┊ ✓ 2  Mon 7 Feb · Memory
┊   3  Mon 14 Feb · Serving
┊   4  Mon 14 Mar · Clocks
  ❯ 1
┊ [Enter] Save   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Noted. This is what you would like:
┊ First choice    Memory, Mon 7 Feb
┊ Second choice   Serving, Mon 14 Feb
┊ Roles you like  Advocate and Critic
┊ You cannot      Mon 31 Jan
┊
┊ [1] Change   [2] My seats

Maya, Sun 23 Jan 1:00 PM ❯ 1
→ Change
What would you like? ───────────────────────────────────────────────────────────
┊ Answer what matters to you and leave the rest. You can change it until the
┊ seats are given out.
┊ 1  Your first choice: Mon 7 Feb · Memory
┊ 2  Your second choice: Mon 14 Feb · Serving
┊ 3  Your third choice: No third choice
┊ 4  Roles you would like: Advocate, Critic
┊ 5  Days on which you cannot: Mon 31 Jan · Consensus
┊ [Enter] Save   a number changes that answer, cancel leaves
  ❯ 1
┊ 1  Your first choice
┊ ○ 1  Mon 31 Jan · Consensus
┊ ● 2  Mon 7 Feb · Memory
┊ ○ 3  Mon 14 Feb · Serving
┊ ○ 4  Mon 14 Mar · Clocks
┊ ○ 5  No first choice
  ❯ 4
┊ [Enter] Save   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Noted. This is what you would like:
┊ First choice    Clocks, Mon 14 Mar
┊ Second choice   Serving, Mon 14 Feb
┊ Roles you like  Advocate and Critic
┊ You cannot      Mon 31 Jan
┊
┊ [1] Change   [2] My seats

Maya, Sun 23 Jan 1:00 PM ❯ signup critic zero
coursebot · only you see this
┊ Seats are given out by preference here, so nobody takes one by themselves yet.
┊
┊ [1] Change what I would like   [2] All seats

Maya, Sun 23 Jan 1:00 PM ❯ signup board
coursebot · only you see this
┊ All seats
┊
┊ You have 0 of 3 seats that you need.
┊ Nobody has to be first here: tell me what you would like, and then staff share
┊ out the seats fairly.
┊ Consensus · Mon 31 Jan, 1:00 PM PST · Neutral Presenter, Advocate, Critic and
┊ Backup/Scribe
┊ Memory · Mon 7 Feb, 1:00 PM PST · Neutral Presenter, Advocate, Critic and
┊ Backup/Scribe
┊ Serving · Mon 14 Feb, 1:00 PM PST · Neutral Presenter, Advocate, Critic and
┊ Backup/Scribe
┊ Clocks · Mon 14 Mar, 1:00 PM PDT · Neutral Presenter, Advocate, Critic and
┊ Backup/Scribe
┊
┊ [1] Change what I would like   [2] My seats

Goodbye.
