# A form that is sent empty is nothing yet, for its writer and for staff; a draft that is emptied can be had back.
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

Maya, Sun 30 Jan 10:00 AM ❯ review write lakehous
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
  ❯
┊ 2  Strengths
┊ What convinced you, and why.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯
┊ 3  Weaknesses
┊ What did not, and what would.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯
┊ 4  Questions for discussion
┊ What you would ask the authors, or the class.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯
┊ 5  Overall merit
┊ ○ 1 Reject
┊ ○ 2 Weak reject
┊ ○ 3 Borderline
┊ ○ 4 Weak accept
┊ ○ 5 Strong accept
  ❯
┊ 6  Your expertise
┊ ○ 1 No familiarity
┊ ○ 2 Some familiarity
┊ ○ 3 Knowledgeable
┊ ○ 4 Expert
  ❯
┊ 7  Comment to staff
┊ Only staff can read this. May stay empty.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
coursebot · only you see this
┊ There is nothing in it now. NOT submitted yet: Summary, Strengths, Weaknesses
┊ and Questions for discussion are empty; Overall merit and Your expertise are
┊ not chosen yet.
┊
┊ [1] Continue

Maya, Sun 30 Jan 10:00 AM ❯ review lakehouse
coursebot · only you see this
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics · due Mon 31 Jan, 1:00 PM PST, in 1 d 3 h · not started
┊
┊ [1] Write   [2] I can’t make this   [3] Earlier versions

Maya, Sun 30 Jan 10:00 AM ❯ 1
→ Write
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
  ❯ Tables on cheap files.
┊ 2  Strengths
┊ What convinced you, and why.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯
┊ 3  Weaknesses
┊ What did not, and what would.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯
┊ 4  Questions for discussion
┊ What you would ask the authors, or the class.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯
┊ 5  Overall merit
┊ ○ 1 Reject
┊ ○ 2 Weak reject
┊ ○ 3 Borderline
┊ ○ 4 Weak accept
┊ ○ 5 Strong accept
  ❯
┊ 6  Your expertise
┊ ○ 1 No familiarity
┊ ○ 2 Some familiarity
┊ ○ 3 Knowledgeable
┊ ○ 4 Expert
  ❯
┊ 7  Comment to staff
┊ Only staff can read this. May stay empty.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯ s
┊ Draft saved 10:00 AM PST. NOT submitted yet: Strengths, Weaknesses and
┊ Questions for discussion are empty; Overall merit and Your expertise are not
┊ chosen yet.
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯ 1
┊ 1  Summary
┊ What the paper does, in your own words: the problem, the idea, the evidence.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
┊ Now: Tables on cheap files.
┊ Enter keeps it, - empties it.
  ❯ -
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
coursebot · only you see this
┊ There is nothing in it now. NOT submitted yet: Summary, Strengths, Weaknesses
┊ and Questions for discussion are empty; Overall merit and Your expertise are
┊ not chosen yet.
┊
┊ [1] Continue

Maya, Sun 30 Jan 10:00 AM ❯ review lakehouse
coursebot · only you see this
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics · due Mon 31 Jan, 1:00 PM PST, in 1 d 3 h · not started
┊
┊ [1] Write   [2] I can’t make this   [3] Earlier versions

Maya, Sun 30 Jan 10:00 AM ❯ 3
→ Earlier versions
coursebot · only you see this
┊ Versions: Lakehouse: A New Generation of Open Platforms that Unify Data
┊ Warehousing and Advanced Analytics
┊
┊ • Version 3 · Sun 30 Jan, 10:00 AM PST · an empty draft
┊ • Version 2 · Sun 30 Jan, 10:00 AM PST · draft
┊ • Version 1 · Sun 30 Jan, 10:00 AM PST · an empty draft
┊
┊ [1] Show version 3   [2] Show version 2   [3] Show version 1

Maya, Sun 30 Jan 10:00 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #cs294. To read
it: look #cs294

Sam, Sun 30 Jan 10:00 AM ❯ course missing
coursebot · only you see this
┊ Reviews for Big Data Systems
┊
┊ Due Mon 31 Jan, 1:00 PM PST.
┊ 0 in, 2 not begun.
┊ Not begun
┊ • Jonas Okafor
┊ • Maya Lindqvist
┊
┊ [1] Nudge them …
┊
┊ [2] Next session

Sam, Sun 30 Jan 10:00 AM ❯ quit
Goodbye.
