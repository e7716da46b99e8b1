# A review is written elsewhere and pasted to the bot, which shows what it read before it is handed in.
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

Maya, Sun 30 Jan 10:00 AM ❯ in direct
You speak with coursebot in direct messages.

Maya, Sun 30 Jan 10:00 AM ❯ \
  ❯ # Review: lakehose\
  ❯ \
  ❯ I wrote this on the train.\
  ❯ \
  ❯ ## Sumary\
  ❯ Tables on cheap files, with transactions:\
  ❯ \
  ❯ - one copy of the data\
  ❯ - open formats\
  ❯ \
  ❯ ## Weaknesses\
  ❯ The figures come from one vendor.\
  ❯ \
  ❯ ## Questions for discussion\
  ❯ How far does it scale?\
  ❯ \
  ❯ ## Overall merit\
  ❯ brilliant\
  ❯ \
  ❯ ## Your expertise\
  ❯ knowledgeable
coursebot · only you see this
┊ Review: Lakehouse: A New Generation of Open Platforms that Unify Data
┊ Warehousing and Advanced Analytics
┊
┊ Kept as a draft, version 1: NOT submitted yet.
┊ • Summary: 19 words, “I wrote this on the train. Tables on cheap files, with
┊   transactions: - one copy…”
┊ • Strengths: nothing yet
┊ • Weaknesses: 6 words, “The figures come from one vendor.”
┊ • Questions for discussion: 5 words, “How far does it scale?”
┊ • Overall merit: “brilliant”
┊ • Your expertise: 3 Knowledgeable
┊
┊ Missing: Strengths is empty; choose one of 1–5 for Overall merit.
┊ Please look at this:
┊ • Overall merit: “brilliant” is none of 1 Reject, 2 Weak reject, 3 Borderline,
┊   4 Weak accept, 5 Strong accept.
┊ • “I wrote this on the train.” stands before the first question. I put it into
┊   Summary.
┊
┊ [1] Submit   [2] Open in the form   [3] Template

Maya, Sun 30 Jan 10:00 AM ❯ 1
→ Submit
coursebot · only you see this
┊ Kept as a draft. NOT submitted yet: Strengths is empty; choose one of 1–5 for
┊ Overall merit.
┊
┊ [1] Continue

Maya, Sun 30 Jan 10:00 AM ❯ in #cs294
You speak in #cs294. To leave it: in direct

Maya in #cs294, Sun 30 Jan 10:00 AM ❯ \
  ❯ # Review: lakehouse\
  ❯ \
  ❯ ## Strengths\
  ❯ It says what it wants.
coursebot · only you see this
┊ Here others could read it, so I have not looked into it: please send it to me
┊ in a direct message.

Maya in #cs294, Sun 30 Jan 10:00 AM ❯ in direct
You speak with coursebot in direct messages.

Maya, Sun 30 Jan 10:00 AM ❯ \
  ❯ # Review: lakehouse\
  ❯ \
  ❯ ## Strengths\
  ❯ It says what it wants.\
  ❯ \
  ❯ ## Overall merit\
  ❯ 4 Weak accept, for its figures
coursebot · only you see this
┊ Review: Lakehouse: A New Generation of Open Platforms that Unify Data
┊ Warehousing and Advanced Analytics
┊
┊ Kept as a draft, version 2: NOT submitted yet.
┊ • Summary: 19 words, as before, “I wrote this on the train. Tables on cheap
┊   files, with transactions: - one copy…”
┊ • Strengths: 8 words, “It says what it wants. for its figures”
┊ • Weaknesses: 6 words, as before, “The figures come from one vendor.”
┊ • Questions for discussion: 5 words, as before, “How far does it scale?”
┊ • Overall merit: 4 Weak accept
┊ • Your expertise: 3 Knowledgeable, as before
┊
┊ Please look at this:
┊ • “for its figures” stands beside the choice at Overall merit. I put it into
┊   Strengths.
┊
┊ [1] Submit   [2] Open in the form   [3] Template   [4] Earlier versions

Maya, Sun 30 Jan 10:00 AM ❯ 1
→ Submit
coursebot · only you see this
┊ Submitted. You can change it until Mon 31 Jan, 1:00 PM PST; later changes are
┊ late.
┊
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics: the full text comes in your direct messages, as a receipt.
┊
┊ [1] Edit

Direct message to you · Sun 30 Jan, 10:00 AM ───────────────────────────────────
┊ Your review of Lakehouse: A New Generation of Open Platforms that Unify Data
┊ Warehousing and Advanced Analytics, version 3 (the first that you handed in),
┊ came in Sun 30 Jan, 10:00 AM PST.
┊ Summary
┊ I wrote this on the train.
┊
┊ Tables on cheap files, with transactions:
┊
┊ - one copy of the data
┊ - open formats
┊ Strengths
┊ It says what it wants.
┊
┊ for its figures
┊ Weaknesses
┊ The figures come from one vendor.
┊ Questions for discussion
┊ How far does it scale?
┊ Overall merit: 4 Weak accept
┊ Your expertise: 3 Knowledgeable
┊ Comment to staff: (no answer)
┊ It counts, on time. You can change it until Mon 31 Jan, 1:00 PM PST; later
┊ changes are late.
┊
┊ [2] Edit   [3] Earlier drafts

Maya, Sun 30 Jan 10:00 AM ❯ \
  ❯ # Review: Kafka\
  ❯ \
  ❯ ## Summary\
  ❯ A log.
coursebot · only you see this
┊ No review of “Kafka” is asked for, so I kept nothing of it. Write its title in
┊ the first line and send it again, such as “# Review: Mixed precision training.
┊ [ICLR’18]”. Or write it in the form:
┊
┊ [1] Mixed precision training. [ICLR’18]
┊ [2] Eyeriss: A Spatial Architecture for Energy-Efficient…
┊ [3] Interstellar: Using Halide’s Scheduling Language to…
┊ [4] Gemmini: Enabling Systematic Deep-Learning Architecture…

Maya, Sun 30 Jan 10:00 AM ❯ quit
Goodbye.
