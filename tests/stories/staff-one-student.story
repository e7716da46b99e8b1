# Staff read one student's page, give more time from it, and see what changed.
#: at 2022-01-31T10:00
#: course tests/stories/seminar-of-three.yaml
coursebot demo: Reading Seminar, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#seminar · Mon 31 Jan, 10:00 AM ────────────────────────────────────────────────
│ This week in Reading Seminar
│
│ Due
│ • Mon 31 Jan, 11:00 AM PST: review the paper for Big Data Systems
│
│ [1] Write: Resilient Distributed Datasets
│
│ Mon 31 Jan, 1:00 PM PST: Big Data Systems in Soda 405
│ Read
│ • Resilient Distributed Datasets (https://example.org/rdd)
│
│ Ask me any time: /readings, /review or /deadlines

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Mon 31 Jan 10:00 AM ❯ as Rivera
You are Elena Rivera, an instructor. New to you: 1 in #seminar. To read it: look
#seminar

Rivera, Mon 31 Jan 10:00 AM ❯ clock 12:00
#seminar-staff (staff only) · Mon 31 Jan, 11:00 AM ─────────────────────────────
│ Reviews: Big Data Systems
│
│ No reviews in yet; 2 students owe one each.
│ No reviews yet: “Resilient Distributed Datasets”.
│
│ As of 11:00 AM PST. I keep it up to date until 1:00 PM PST.

#seminar-staff (staff only) · Mon 31 Jan, 11:11 AM ─────────────────────────────
│ Reviews for Big Data Systems, due 11:00 AM PST: 0 in, 2 missing.
│
│ [1] Show who

It is Mon 31 Jan 2022, 12:00 PM.

Rivera, Mon 31 Jan 12:00 PM ❯ course student jonas
coursebot · only you see this
┊ Jonas Okafor
┊
┊ Role       Student since Mon 31 Jan
┊ Accounts   Jonas Okafor
┊ Reminders  all of them
┊
┊ Reviews due so far: 0 in, 1 missing
┊ • 31 Jan, Big Data Systems: missing, taken as late until Tue 1 Feb, 11:00 AM
┊   PST
┊
┊ [1] Read their reviews   [2] Extend …   [3] Excuse …   [4] What changed

Rivera, Mon 31 Jan 12:00 PM ❯ 2
→ Extend …
Give somebody more time ────────────────────────────────────────────────────────
┊ For Jonas Okafor.
┊ 3  Until when?
┊ For example “wed 17:00”, “3 feb 9:00”, or “+2d”, which is added to the time
┊ they have.
  ❯ wed 17:00
┊ 4  Why (for other staff, optional)
  ❯
┊ 1  Who?: Jonas Okafor
┊ 2  What?: ‘Resilient Distributed Datasets’
┊ [Enter] Extend   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Jonas Okafor has until Wed 2 Feb, 5:00 PM PST for ‘Resilient Distributed
┊ Datasets’ (was Mon 31 Jan, 11:00 AM PST); late ones until Thu 3 Feb, 5:00 PM
┊ PST.
┊
┊ Jonas Okafor hears of it from me in a direct message.
┊
┊ [1] Undo

Rivera, Mon 31 Jan 12:00 PM ❯ course student jonas
coursebot · only you see this
┊ Jonas Okafor
┊
┊ Role       Student since Mon 31 Jan
┊ Accounts   Jonas Okafor
┊ Reminders  all of them
┊
┊ Reviews due so far: 0 in (1 has more time)
┊ • 31 Jan, Big Data Systems: not in, more time until Wed 2 Feb, 5:00 PM PST
┊
┊ Granted
┊ • More time for ‘Resilient Distributed Datasets’, until Wed 2 Feb, 5:00 PM
┊   PST; by Elena Rivera, Mon 31 Jan, 12:00 PM PST
┊
┊ [1] Read their reviews   [2] Extend …   [3] Excuse …   [4] What changed

Rivera, Mon 31 Jan 12:00 PM ❯ 4
→ What changed
coursebot · only you see this
┊ What changed
┊
┊ About Jonas Okafor, and by them.
┊ • Elena Rivera extended Jonas Okafor’s ‘Resilient Distributed Datasets’ to Wed
┊   2 Feb, 5:00 PM PST · Mon 31 Jan, 12:00 PM PST
┊
┊ Only some of it: /course audit @name, /course audit week 3, /course audit
┊ marks

Rivera, Mon 31 Jan 12:00 PM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #seminar, 1 in direct
messages. To read it: look #seminar

Jonas, Mon 31 Jan 12:00 PM ❯ course student maya
coursebot · only you see this
┊ Sorry, only staff of Reading Seminar can do that.

Goodbye.
