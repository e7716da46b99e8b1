# Staff nudge who still owes: a preview, who is left out, one message each, and what a second one says first.
#: at 2022-01-30T10:00
coursebot demo: Machine Learning Systems, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#cs294 · Sun 30 Jan, 10:00 AM ──────────────────────────────────────────────────
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

Maya, Sun 30 Jan 10:00 AM ❯ review write lakehouse
Review: Lakehouse: A… ──────────────────────────────────────────────────────────
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics, for Big Data Systems, due Mon 31 Jan, 1:00 PM PST, in 1 d
┊ 3 h.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Summary
┊ What the paper does, in your own words: the problem, the idea, the evidence.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ It is fast.
┊ 2  Strengths
┊ What convinced you, and why.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ :save
┊ Draft saved 10:00 AM PST. NOT submitted yet: Strengths, Weaknesses and
┊ Questions for discussion are empty; Overall merit and Your expertise are not
┊ chosen yet.
┊ 2  Strengths
  ❯ cancel
You left the form. This page was not submitted; what you typed is kept.

Maya, Sun 30 Jan 10:00 AM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #cs294. To read it: look
#cs294

Jonas, Sun 30 Jan 10:00 AM ❯ mywork reminders off
coursebot · only you see this
┊ Your reminders
┊
┊ Noted. I will not remind you of anything. /review shows what you owe.
┊
┊ You live by the course’s clock, America/Los_Angeles: there it is 10:00 AM now.
┊
┊ [1] All reminders   [2] Only 3 hours before   [3] My time zone …

Jonas, Sun 30 Jan 10:00 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #cs294. To read
it: look #cs294

Sam, Sun 30 Jan 10:00 AM ❯ course nudge big data
coursebot · only you see this
┊ Nudge: Big Data Systems
┊
┊ 1 person gets this: Maya Lindqvist (draft).
┊ Reminders turned off: Jonas Okafor is left out, unless you say otherwise.
┊
┊ [1] Also Jonas Okafor
┊
┊ As an example, Maya Lindqvist reads this:
┊
┊ Hello! The staff of Machine Learning Systems asked me to give you a nudge.
┊ 1 review for Big Data Systems is due Mon 31 Jan, 1:00 PM PST (in 1 d 3 h).
┊ You can choose from these:
┊ • ‘Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics’: a draft, NOT submitted: Strengths, Weaknesses and
┊   Questions for discussion are empty; Overall merit and Your expertise are not
┊   chosen yet
┊ • ‘Towards a Unified Architecture for in-RDBMS Analytics’: not started
┊ • ‘Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing’: not started
┊
┊ If something is in the way, press “I can’t make this”. Only staff read what
┊ you say there.
┊
┊ Buttons under it: Continue: Lakehouse: A New Generation of Open…, Write:
┊ Towards a Unified Architecture for…, Write: Resilient Distributed Datasets:
┊ A…, I can’t make this
┊
┊ [2] Send to 1   [3] Cancel

Sam, Sun 30 Jan 10:00 AM ❯ 1
→ Also Jonas Okafor
coursebot · only you see this
┊ Nudge: Big Data Systems
┊
┊ 2 people get this: Jonas Okafor and Maya Lindqvist (draft).
┊ Among them, with reminders turned off: Jonas Okafor.
┊
┊ As an example, Jonas Okafor reads this:
┊
┊ Hello! The staff of Machine Learning Systems asked me to give you a nudge.
┊ 1 review for Big Data Systems is due Mon 31 Jan, 1:00 PM PST (in 1 d 3 h).
┊ You can choose from these:
┊ • ‘Towards a Unified Architecture for in-RDBMS Analytics’: not started
┊ • ‘Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing’: not started
┊ • ‘Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics’: not started
┊
┊ If something is in the way, press “I can’t make this”. Only staff read what
┊ you say there.
┊
┊ Buttons under it: Write: Towards a Unified Architecture for…, Write: Resilient
┊ Distributed Datasets: A…, Write: Lakehouse: A New Generation of Open…, I can’t
┊ make this
┊
┊ [1] Send to 2   [2] Only the 1 who has not begun   [3] Cancel

Sam, Sun 30 Jan 10:00 AM ❯ 1
→ Send to 2
coursebot · only you see this
┊ Sent to 2: Jonas Okafor and Maya Lindqvist.
┊
┊ Who hands in before it gets there hears nothing. What cannot be delivered I
┊ report in the staff channel.
┊
┊ [1] Who is missing

Sam, Sun 30 Jan 10:00 AM ❯ 1
→ Who is missing
coursebot · only you see this
┊ Reviews for Big Data Systems
┊
┊ Due Mon 31 Jan, 1:00 PM PST.
┊ 0 in, 1 draft, 1 not begun.
┊ Not begun
┊ • Jonas Okafor
┊
┊ Drafts, not submitted
┊ • Maya Lindqvist (draft of ‘Lakehouse: A New Generation of Open Platforms that
┊   Unify…’)
┊
┊ Sam Whitfield nudged 2 people about this just now: Sun 30 Jan, 10:00 AM PST.
┊
┊ [1] Nudge them …
┊
┊ [2] Next session

Sam, Sun 30 Jan 10:00 AM ❯ 1
→ Nudge them …
coursebot · only you see this
┊ Nudge: Big Data Systems
┊
┊ Sam Whitfield nudged 2 people about this just now: Sun 30 Jan, 10:00 AM PST.
┊ 1 person gets this: Maya Lindqvist (draft).
┊ Reminders turned off: Jonas Okafor is left out, unless you say otherwise.
┊
┊ [1] Also Jonas Okafor
┊
┊ As an example, Maya Lindqvist reads this:
┊
┊ Hello! The staff of Machine Learning Systems asked me to give you a nudge.
┊ 1 review for Big Data Systems is due Mon 31 Jan, 1:00 PM PST (in 1 d 3 h).
┊ You can choose from these:
┊ • ‘Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics’: a draft, NOT submitted: Strengths, Weaknesses and
┊   Questions for discussion are empty; Overall merit and Your expertise are not
┊   chosen yet
┊ • ‘Towards a Unified Architecture for in-RDBMS Analytics’: not started
┊ • ‘Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing’: not started
┊
┊ If something is in the way, press “I can’t make this”. Only staff read what
┊ you say there.
┊
┊ Buttons under it: Continue: Lakehouse: A New Generation of Open…, Write:
┊ Towards a Unified Architecture for…, Write: Resilient Distributed Datasets:
┊ A…, I can’t make this
┊
┊ [2] Send to 1 again   [3] Cancel

Sam, Sun 30 Jan 10:00 AM ❯ 1
→ Also Jonas Okafor
coursebot · only you see this
┊ Nudge: Big Data Systems
┊
┊ Sam Whitfield nudged 2 people about this just now: Sun 30 Jan, 10:00 AM PST.
┊ 2 people get this: Jonas Okafor and Maya Lindqvist (draft).
┊ Among them, with reminders turned off: Jonas Okafor.
┊
┊ As an example, Jonas Okafor reads this:
┊
┊ Hello! The staff of Machine Learning Systems asked me to give you a nudge.
┊ 1 review for Big Data Systems is due Mon 31 Jan, 1:00 PM PST (in 1 d 3 h).
┊ You can choose from these:
┊ • ‘Towards a Unified Architecture for in-RDBMS Analytics’: not started
┊ • ‘Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing’: not started
┊ • ‘Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics’: not started
┊
┊ If something is in the way, press “I can’t make this”. Only staff read what
┊ you say there.
┊
┊ Buttons under it: Write: Towards a Unified Architecture for…, Write: Resilient
┊ Distributed Datasets: A…, Write: Lakehouse: A New Generation of Open…, I can’t
┊ make this
┊
┊ [1] Send to 2 again   [2] Only the 1 who has not begun   [3] Cancel

Sam, Sun 30 Jan 10:00 AM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 1 in #cs294, 1 in direct messages.
To read it: look #cs294

Jonas, Sun 30 Jan 10:00 AM ❯ look direct
Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ Hello! The staff of Machine Learning Systems asked me to give you a nudge.
┊ 1 review for Big Data Systems is due Mon 31 Jan, 1:00 PM PST (in 1 d 3 h).
┊ You can choose from these:
┊ • ‘Towards a Unified Architecture for in-RDBMS Analytics’: not started
┊ • ‘Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing’: not started
┊ • ‘Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics’: not started
┊
┊ If something is in the way, press “I can’t make this”. Only staff read what
┊ you say there.
┊
┊ [1] Write: Towards a Unified Architecture for…
┊ [2] Write: Resilient Distributed Datasets: A…
┊ [3] Write: Lakehouse: A New Generation of Open…
┊
┊ [4] I can’t make this

Goodbye.
