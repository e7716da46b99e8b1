# Staff look at the numbers, open sign-up, give seats by words, break a rule by name, and take a seat back.
#: at 2022-01-25T10:00
coursebot demo: Machine Learning Systems, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#cs294 · Tue 25 Jan, 10:00 AM ──────────────────────────────────────────────────
│ Coming up in Machine Learning Systems: week of 31 Jan
│
│ Due
│ • Mon 31 Jan, 1:00 PM PST: review one of the 3 papers for Big Data Systems
│
│ [1] Write: Towards a Unified Architecture for…
│ [2] Write: Resilient Distributed Datasets: A…
│ [3] Write: Lakehouse: A New Generation of Open…
│
│ Mon 31 Jan, 1:00 PM PST: Big Data Systems in Soda 405, with guest Reynold Xin
│ (https://en.wikipedia.org/wiki/Reynold_Xin) (Databricks)
│ Read
│ • Towards a Unified Architecture for in-RDBMS Analytics
│   (https://www.cs.stanford.edu/people/chrismre/papers/bismarck.pdf)
│ • Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
│   Cluster Computing
│   (https://www.usenix.org/system/files/conference/nsdi12/nsdi12-final138.pdf)
│ • Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
│   and Advanced Analytics
│   (http://cidrdb.org/cidr2021/papers/cidr2021_paper17.pdf)
│
│ Optional
│ • Delta Lake: High-Performance ACID Table Storage over Cloud Object Stores
│   (https://databricks.com/wp-content/uploads/2020/08/p975-armbrust.pdf)
│ • Spark SQL: Relational Data Processing in Spark
│   (https://people.csail.mit.edu/matei/papers/2015/sigmod_spark_sql.pdf)
│ • The MADlib Analytics Library or MAD Skills, the SQL
│   (https://arxiv.org/pdf/1208.4165.pdf)
│
│ Ask me any time: /readings, /review or /deadlines

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Tue 25 Jan 10:00 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #cs294. To read
it: look #cs294

Sam, Tue 25 Jan 10:00 AM ❯ course signups
coursebot · only you see this
┊ Signing up in Machine Learning Systems
┊
┊ Not open yet. It opens when one of you presses Open. Who comes first has the
┊ seat, since there are fewer than 25 students.
┊ Seats     0 of 40 taken, 40 free
┊ Students  2 have none yet
┊
┊ Presenting needs 6 seats (3 in different roles for each of 2 students); the
┊ schedule offers 40: enough.
┊
┊ [1] Open …   [2] Who still owes   [3] All seats   [4] Fill …   [5] Assign …

Sam, Tue 25 Jan 10:00 AM ❯ 1
→ Open …
coursebot · only you see this
┊ Open sign-up in Machine Learning Systems? Who comes first has the seat, since
┊ there are fewer than 25 students.
┊
┊ Presenting needs 6 seats (3 in different roles for each of 2 students); the
┊ schedule offers 40: enough.
┊
┊ I post the board in #cs294, for everybody: who has which seat, and what is
┊ free. 40 seats; everyone takes 3, in different roles.
┊
┊ Once it is open it stays open, and how seats are given away stays as it is
┊ then.
┊
┊ [1] Open sign-up

Sam, Tue 25 Jan 10:00 AM ❯ 1
→ Open sign-up
coursebot · only you see this
┊ Sign-up is open. The board goes to #cs294 now.
┊ Who comes first has the seat.
┊
┊ [1] How it stands

#cs294 · Tue 25 Jan, 10:00 AM ──────────────────────────────────────────────────
│ Who presents in Machine Learning Systems
│
│ 40 seats are free; everyone takes 3, in different roles. Take one with the
│ button, or with /signup.
│ Mon 31 Jan, 1:00 PM PST: Big Data Systems, all free
│ Mon 7 Feb, 1:00 PM PST: Hardware for Machine Learning, all free
│ Mon 14 Feb, 1:00 PM PST: Distributed deep learning, Part I: Systems, all free
│ Mon 28 Feb, 1:00 PM PST: Distributed deep learning, Part II: Scaling
│ Constraints, all free
│ Mon 14 Mar, 1:00 PM PDT: Machine learning Applied to Systems, all free
│ Mon 28 Mar, 1:00 PM PDT: Machine Learning Frameworks and Automatic
│ Differentiation, all free
│ Mon 4 Apr, 1:00 PM PDT: Efficient Machine Learning, all free
│ Mon 11 Apr, 1:00 PM PDT: Fundamentals of Machine Learning in the Cloud, the
│ Modern Data Stack, all free
│ Mon 18 Apr, 1:00 PM PDT: Benchmarking Machine Learning Workloads, all free
│ Mon 25 Apr, 1:00 PM PDT: Machine learning and Security, all free
│
│ [2] Sign up
│
│ I keep this message up to date.

Sam, Tue 25 Jan 10:00 AM ❯ course assign maya critic hardware
coursebot · only you see this
┊ Maya Lindqvist is signed up as Critic for Hardware for Machine Learning, Mon 7
┊ Feb, 1:00 PM PST.
┊
┊ That makes 1 of 3 seats for Maya Lindqvist.
┊ Maya Lindqvist hears of it from me in a direct message.
┊
┊ [1] Undo

Sam, Tue 25 Jan 10:00 AM ❯ course assign jonas critic 7 feb
coursebot · only you see this
┊ Maya Lindqvist has that seat: Critic for Hardware for Machine Learning, Mon 7
┊ Feb, 1:00 PM PST.
┊
┊ Nothing is changed yet. Replacing takes Maya Lindqvist off, and signs Jonas
┊ Okafor up.
┊
┊ [1] Replace Maya Lindqvist

Sam, Tue 25 Jan 10:00 AM ❯ 1
→ Replace Maya Lindqvist
coursebot · only you see this
┊ Jonas Okafor is signed up as Critic for Hardware for Machine Learning, Mon 7
┊ Feb, 1:00 PM PST, in place of Maya Lindqvist.
┊
┊ That makes 1 of 3 seats for Jonas Okafor.
┊ Jonas Okafor and Maya Lindqvist hear of it from me in a direct message.
┊
┊ [1] Undo

Sam, Tue 25 Jan 10:00 AM ❯ course assign jonas crtic zero because nobody else could
coursebot · only you see this
┊ That would break a rule: Jonas Okafor was already Critic on Mon 7 Feb.
┊ Jonas Okafor would be Critic for Distributed deep learning, Part I: Systems,
┊ Mon 14 Feb, 1:00 PM PST.
┊
┊ A second time as Critic does not count towards the minimum, for which roles
┊ have to be different.
┊ Nothing is changed yet. If you assign it anyway, the reason is the one that
┊ you gave.
┊
┊ [1] Assign anyway …

Sam, Tue 25 Jan 10:00 AM ❯ 1
→ Assign anyway …
Assign anyway ──────────────────────────────────────────────────────────────────
┊ A rule of the course is broken by it. Why it may be is for staff only.
┊ 1  Why?: nobody else could
┊ [Enter] Assign   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ Jonas Okafor is signed up as Critic for Distributed deep learning, Part I:
┊ Systems, Mon 14 Feb, 1:00 PM PST.
┊
┊ It breaks a rule: Jonas Okafor was already Critic on Mon 7 Feb. Noted, for
┊ staff only: “nobody else could”.
┊ A second time as Critic does not count towards the minimum, for which roles
┊ have to be different. Jonas Okafor has 1 of 3 seats as before.
┊ Jonas Okafor hears of it from me in a direct message.
┊
┊ [1] Undo

Sam, Tue 25 Jan 10:00 AM ❯ course assign maya critic monday
coursebot · only you see this
┊ Maya Lindqvist is signed up as Critic for Big Data Systems, Mon 31 Jan, 1:00
┊ PM PST.
┊
┊ That makes 1 of 3 seats for Maya Lindqvist.
┊ Maya Lindqvist hears of it from me in a direct message.
┊
┊ [1] Undo

Sam, Tue 25 Jan 10:00 AM ❯ course unassign jonas critic zero
coursebot · only you see this
┊ Jonas Okafor is off: Critic for Distributed deep learning, Part I: Systems,
┊ Mon 14 Feb, 1:00 PM PST.
┊
┊ Jonas Okafor hears of it from me in a direct message.
┊
┊ [1] Undo

Sam, Tue 25 Jan 10:00 AM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 1 in #cs294, 3 in direct
messages. To read it: look #cs294

Maya, Tue 25 Jan 10:00 AM ❯ look direct
Direct message to you · Tue 25 Jan, 10:00 AM ───────────────────────────────────
┊ Staff signed you up as Critic for Hardware for Machine Learning, Mon 7 Feb,
┊ 1:00 PM PST.
┊ Argues against accepting the paper: gaps, doubts, missing comparisons.
┊
┊ If it does not suit you: Swap offers it for another one, Drop gives it up.
┊
┊ [1] Drop   [2] Swap   [3] My seats
┊ File: For your calendar: Critic for ‘Hardware for Machine Learning’, Mon 7 Feb
┊ (critic-hardware-for-machine-learning.ics, 1.1 kB)

To keep the file: save, or save PATH

Direct message to you · Tue 25 Jan, 10:00 AM ───────────────────────────────────
┊ Staff took you off Critic for Hardware for Machine Learning, Mon 7 Feb, 1:00
┊ PM PST. You need not present it.
┊ You owe the review of Hardware for Machine Learning now, due Mon 7 Feb, 1:00
┊ PM PST: /review
┊
┊ If you put the calendar file into your calendar, please delete what it added.
┊
┊ [4] My seats

Direct message to you · Tue 25 Jan, 10:00 AM ───────────────────────────────────
┊ Staff signed you up as Critic for Big Data Systems, Mon 31 Jan, 1:00 PM PST.
┊ Argues against accepting the paper: gaps, doubts, missing comparisons.
┊
┊ If it does not suit you: Swap offers it for another one, Drop gives it up.
┊
┊ [5] Drop   [6] Swap   [7] My seats
┊ File: For your calendar: Critic for ‘Big Data Systems’, Mon 31 Jan
┊ (critic-big-data-systems.ics, 951 bytes)

Maya, Tue 25 Jan 10:00 AM ❯ course assign maya backup 7 feb
coursebot · only you see this
┊ Sorry, only staff of Machine Learning Systems can do that.

Maya, Tue 25 Jan 10:00 AM ❯ quit
Goodbye.
