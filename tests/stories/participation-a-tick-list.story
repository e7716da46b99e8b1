# A class is over: who took part is ticked, changed, taken back, and read by the one whom it is about.
#: at 2022-01-31T15:00
coursebot demo: Machine Learning Systems, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Mon 31 Jan 3:00 PM ❯ as Sam
You are Sam Whitfield, a teaching assistant.

Sam, Mon 31 Jan 3:00 PM ❯ course participation
Who took part? ─────────────────────────────────────────────────────────────────
┊ Tick who took part in Big Data Systems, Mon 31 Jan, 1:00 PM PST.
┊ At any question:   :everybody   :help   cancel leaves
┊ 1  Jonas Okafor to Maya Lindqvist: –
┊ [Enter] Save   [e] Everybody   a number changes that answer, cancel leaves
  ❯ :everybody
Who took part? ─────────────────────────────────────────────────────────────────
┊ Everybody is ticked: take out who was not there, then save. Tick who took part
┊ in Big Data Systems, Mon 31 Jan, 1:00 PM PST.
┊ At any question:   :everybody   :help   cancel leaves
┊ 1  Jonas Okafor to Maya Lindqvist: Jonas Okafor, Maya Lindqvist
┊ [Enter] Save   [e] Everybody   a number changes that answer, cancel leaves
  ❯ 1
┊ 1  Jonas Okafor to Maya Lindqvist
┊ ✓ 1  Jonas Okafor
┊ ✓ 2  Maya Lindqvist
  ❯ 2
┊ [Enter] Save   [e] Everybody   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Big Data Systems, Mon 31 Jan, 1:00 PM PST: 1 of 2 took part.
┊ Not there: Jonas Okafor.
┊
┊ [1] Change   [2] Undo
┊
┊ [3] Previous class   [4] Next class

Sam, Mon 31 Jan 3:00 PM ❯ as Rivera
You are Elena Rivera, an instructor.

Rivera, Mon 31 Jan 3:00 PM ❯ course participation big data
Who took part? ─────────────────────────────────────────────────────────────────
┊ Tick who took part in Big Data Systems, Mon 31 Jan, 1:00 PM PST. So far 1 of 2
┊ took part (ticked by Sam Whitfield Mon 31 Jan, 3:00 PM PST).
┊ At any question:   :everybody   :help   cancel leaves
┊ 1  Jonas Okafor to Maya Lindqvist: Maya Lindqvist
┊ [Enter] Save   [e] Everybody   a number changes that answer, cancel leaves
  ❯ 1
┊ 1  Jonas Okafor to Maya Lindqvist
┊   1  Jonas Okafor
┊ ✓ 2  Maya Lindqvist
  ❯ 1 2
┊ [Enter] Save   [e] Everybody   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Big Data Systems, Mon 31 Jan, 1:00 PM PST: 2 of 2 took part.
┊
┊ [1] Change   [2] Undo
┊
┊ [3] Previous class   [4] Next class

Rivera, Mon 31 Jan 3:00 PM ❯ 2
→ Undo
coursebot · only you see this
┊ Taken back for 1 person. Now 1 of 2 took part.
┊
┊ [1] Change
┊
┊ [2] Previous class   [3] Next class

Rivera, Mon 31 Jan 3:00 PM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Mon 31 Jan 3:00 PM ❯ mywork
coursebot · only you see this
┊ Your work
┊
┊ 0 reviews in, 8 still to write.
┊ Late: 1 review for ‘Big Data Systems’, taken until Tue 1 Feb, 1:00 PM PST.
┊ Next: 1 review for ‘Hardware for Machine Learning’, due Mon 7 Feb, 1:00 PM
┊ PST, in 6 d 22 h.
┊ Classes in which you took part, as staff noted it: 1 of 1.
┊
┊ Reminders: all of them (course time, America/Los_Angeles).
┊
┊ [1] What I owe   [2] Reminders …   [3] My calendar

Maya, Mon 31 Jan 3:00 PM ❯ course participation
coursebot · only you see this
┊ Sorry, only staff of Machine Learning Systems can do that.

Goodbye.
