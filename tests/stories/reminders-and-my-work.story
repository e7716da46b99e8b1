# Reminders: who owes a review hears of it the day before and three hours before; put off, turned down, counted for
# staff at the deadline.
#: at 2022-01-29T10:00
coursebot demo: Machine Learning Systems, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#cs294 · Sat 29 Jan, 10:00 AM ──────────────────────────────────────────────────
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

Maya, Sat 29 Jan 10:00 AM ❯ as Rivera
You are Elena Rivera, an instructor. New to you: 1 in #cs294. To read it: look
#cs294

Rivera, Sat 29 Jan 10:00 AM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Sat 29 Jan 10:00 AM ❯ mywork
coursebot · only you see this
┊ Your work
┊
┊ 0 reviews in, 8 still to write.
┊ Next: 1 review for ‘Big Data Systems’, due Mon 31 Jan, 1:00 PM PST, in 2 d 3
┊ h.
┊
┊ Reminders: all of them (course time, America/Los_Angeles).
┊
┊ [1] What I owe   [2] Reminders …   [3] My calendar

Maya, Sat 29 Jan 10:00 AM ❯ clock 2022-01-30 13:00
Direct message to you · Sun 30 Jan, 1:00 PM ────────────────────────────────────
┊ 1 review for Big Data Systems is due Mon 31 Jan, 1:00 PM PST (in 1 d).
┊ You can choose from these:
┊ • ‘Towards a Unified Architecture for in-RDBMS Analytics’: not started
┊ • ‘Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing’: not started
┊ • ‘Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics’: not started
┊
┊ [1] Write: Towards a Unified Architecture for…
┊ [2] Write: Resilient Distributed Datasets: A…
┊ [3] Write: Lakehouse: A New Generation of Open…
┊
┊ [4] Snooze 2 h   [5] I can’t make this

It is Sun 30 Jan 2022, 1:00 PM.

Maya, Sun 30 Jan 1:00 PM ❯ 4
→ Snooze 2 h
coursebot · only you see this
┊ I will remind you again Sun 30 Jan, 3:00 PM PST, unless it is in by then.

Maya, Sun 30 Jan 1:00 PM ❯ 4
→ Snooze 2 h
coursebot · only you see this
┊ You have put it off already: I will remind you again Sun 30 Jan, 3:00 PM PST.

Maya, Sun 30 Jan 1:00 PM ❯ clock +2h
Direct message to you · Sun 30 Jan, 3:00 PM ────────────────────────────────────
┊ 1 review for Big Data Systems is due Mon 31 Jan, 1:00 PM PST (in 22 h).
┊ You can choose from these:
┊ • ‘Towards a Unified Architecture for in-RDBMS Analytics’: not started
┊ • ‘Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing’: not started
┊ • ‘Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics’: not started
┊
┊ [1] Write: Towards a Unified Architecture for…
┊ [2] Write: Resilient Distributed Datasets: A…
┊ [3] Write: Lakehouse: A New Generation of Open…
┊
┊ [4] Snooze 2 h   [5] I can’t make this

It is Sun 30 Jan 2022, 3:00 PM.

Maya, Sun 30 Jan 3:00 PM ❯ mywork reminders
coursebot · only you see this
┊ Your reminders
┊
┊ I remind you 24 hours and 3 hours before a review is due, and once more when
┊ it is late and still taken. Only of what you still owe. Where you present, 7
┊ days and 2 days before class. Never between 10:00 PM and 8:00 AM.
┊
┊ You live by the course’s clock, America/Los_Angeles: there it is 3:00 PM now.
┊
┊ [1] Only 3 hours before   [2] Off   [3] My time zone …

Maya, Sun 30 Jan 3:00 PM ❯ 1
→ Only 3 hours before
coursebot · only you see this
┊ Your reminders
┊
┊ Noted. I remind you only once, 3 hours before a review is due. Where you
┊ present, 2 days before class. Never between 10:00 PM and 8:00 AM.
┊
┊ You live by the course’s clock, America/Los_Angeles: there it is 3:00 PM now.
┊
┊ [1] All reminders   [2] Off   [3] My time zone …

Maya, Sun 30 Jan 3:00 PM ❯ clock 2022-01-31 10:00
#cs294 · Mon 31 Jan, 9:00 AM ───────────────────────────────────────────────────
│ Today at 1:00 PM PST in Soda 405: Big Data Systems, with guest Reynold Xin
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
│ Slides: PDF
│ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec02/
│ lec_02.pdf), PPTX
│ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec02/
│ lec_02.pptx), Guest lecture PDF
│ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec02/
│ 2022-01-31_Lakehouse_Berkeley.pdf)
│ Reviews are due today at 1:00 PM PST.

Direct message to you · Mon 31 Jan, 10:00 AM ───────────────────────────────────
┊ 1 review for Big Data Systems is due Mon 31 Jan, 1:00 PM PST (in 3 h).
┊ You can choose from these:
┊ • ‘Towards a Unified Architecture for in-RDBMS Analytics’: not started
┊ • ‘Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing’: not started
┊ • ‘Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics’: not started
┊
┊ [1] Write: Towards a Unified Architecture for…
┊ [2] Write: Resilient Distributed Datasets: A…
┊ [3] Write: Lakehouse: A New Generation of Open…
┊
┊ [4] Snooze 2 h   [5] I can’t make this

It is Mon 31 Jan 2022, 10:00 AM.

Maya, Mon 31 Jan 10:00 AM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 2 in #cs294, 2 in direct messages.
To read it: look #cs294

Jonas, Mon 31 Jan 10:00 AM ❯ look direct
Direct message to you · Sun 30 Jan, 1:00 PM ────────────────────────────────────
┊ 1 review for Big Data Systems is due Mon 31 Jan, 1:00 PM PST (in 1 d).
┊ You can choose from these:
┊ • ‘Towards a Unified Architecture for in-RDBMS Analytics’: not started
┊ • ‘Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing’: not started
┊ • ‘Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics’: not started
┊
┊ [1] Write: Towards a Unified Architecture for…
┊ [2] Write: Resilient Distributed Datasets: A…
┊ [3] Write: Lakehouse: A New Generation of Open…
┊
┊ [4] Snooze 2 h   [5] I can’t make this

Direct message to you · Mon 31 Jan, 10:00 AM ───────────────────────────────────
┊ 1 review for Big Data Systems is due Mon 31 Jan, 1:00 PM PST (in 3 h).
┊ You can choose from these:
┊ • ‘Towards a Unified Architecture for in-RDBMS Analytics’: not started
┊ • ‘Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing’: not started
┊ • ‘Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics’: not started
┊
┊ [6] Write: Towards a Unified Architecture for…
┊ [7] Write: Resilient Distributed Datasets: A…
┊ [8] Write: Lakehouse: A New Generation of Open…
┊
┊ [9] Snooze 2 h   [10] I can’t make this

Jonas, Mon 31 Jan 10:00 AM ❯ mywork reminders off
coursebot · only you see this
┊ Your reminders
┊
┊ Noted. I will not remind you of anything. /review shows what you owe.
┊
┊ You live by the course’s clock, America/Los_Angeles: there it is 10:00 AM now.
┊
┊ [1] All reminders   [2] Only 3 hours before   [3] My time zone …

Jonas, Mon 31 Jan 10:00 AM ❯ as Rivera
You are Elena Rivera, an instructor. New to you: 2 in #cs294. To read it: look
#cs294

Rivera, Mon 31 Jan 10:00 AM ❯ clock 13:11
#cs294-staff (staff only) · Mon 31 Jan, 11:00 AM ───────────────────────────────
│ Reviews: Big Data Systems
│
│ No reviews in yet; 2 students owe one each.
│ No reviews yet: “Towards a Unified Architecture for in-RDBMS Analytics”,
│ “Resilient Distributed Datasets: A Fault-Tolerant…” and “Lakehouse: A New
│ Generation of Open Platforms that Unify…”.
│
│ As of 11:00 AM PST. I keep it up to date until 1:11 PM PST.

#cs294-staff (staff only) · Mon 31 Jan, 1:11 PM ────────────────────────────────
│ Reviews for Big Data Systems, due 1:00 PM PST: 0 in, 2 missing.
│
│ [1] Show who

A message in #cs294-staff was changed:

#cs294-staff (staff only) · Mon 31 Jan, 11:00 AM, edited ───────────────────────
│ Reviews: Big Data Systems
│
│ No reviews in yet; 2 students owe one each.
│ No reviews yet: “Towards a Unified Architecture for in-RDBMS Analytics”,
│ “Resilient Distributed Datasets: A Fault-Tolerant…” and “Lakehouse: A New
│ Generation of Open Platforms that Unify…”.
│
│ Final, as of 1:11 PM PST. /review digest shows what came later.

It is Mon 31 Jan 2022, 1:11 PM.

Rivera, Mon 31 Jan 1:11 PM ❯ 1
→ Show who
coursebot · only you see this
┊ Reviews for Big Data Systems
┊
┊ Was due Mon 31 Jan, 1:00 PM PST. Late ones are taken until Tue 1 Feb, 1:00 PM
┊ PST.
┊ 0 in, 2 missing.
┊ Missing
┊ • Jonas Okafor
┊ • Maya Lindqvist
┊
┊ [1] Nudge them …
┊
┊ [2] Next session

Rivera, Mon 31 Jan 1:11 PM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Mon 31 Jan 1:11 PM ❯ course missing
coursebot · only you see this
┊ Sorry, only staff of Machine Learning Systems can do that.

Maya, Mon 31 Jan 1:11 PM ❯ mywork reminders my zone Berln
coursebot · only you see this
┊ Your reminders
┊
┊ Noted. I remind you only once, 3 hours before a review is due. Where you
┊ present, 2 days before class. Never between 10:00 PM and 8:00 AM.
┊
┊ Your time zone is Europe/Berlin: there it is 10:11 PM now.
┊
┊ [1] All reminders   [2] Off   [3] My time zone …

Maya, Mon 31 Jan 1:11 PM ❯ quit
Goodbye.
