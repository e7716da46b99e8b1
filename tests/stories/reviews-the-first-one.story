# A review from the first word to the receipt: a draft, what is missing, submitted, changed, late, and after the close.
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

Maya, Sun 30 Jan 10:00 AM ❯ review
coursebot · only you see this
┊ Your reviews
┊
┊ Big Data Systems · due Mon 31 Jan, 1:00 PM PST, in 1 d 3 h · review one of
┊ these 3 papers
┊ Towards a Unified Architecture for in-RDBMS Analytics · not started
┊
┊ [1] Write
┊
┊ Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊ Cluster Computing · not started
┊
┊ [2] Write
┊
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics · not started
┊
┊ [3] Write   [4] I can’t make this
┊
┊ After that:
┊ Hardware for Machine Learning · due Mon 7 Feb, 1:00 PM PST, in 8 d 3 h ·
┊ review one of its 4 papers
┊
┊ [5] Write   [6] I can’t make this
┊
┊ 0 reviews done, 8 ahead: /mywork

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
  ❯ Tables on cheap files, with transactions:\
  ❯ \
  ❯ one system for warehouses and for learning.
┊ 2  Strengths
┊ What convinced you, and why.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯
┊ 3  Weaknesses
┊ What did not, and what would.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ The figures come from one vendor.
┊ 4  Questions for discussion
┊ What you would ask the authors, or the class.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ How far does it scale?
┊ 5  Overall merit
┊ ○ 1 Reject
┊ ○ 2 Weak reject
┊ ○ 3 Borderline
┊ ○ 4 Weak accept
┊ ○ 5 Strong accept
  ❯ 4
┊ 6  Your expertise
┊ ○ 1 No familiarity
┊ ○ 2 Some familiarity
┊ ○ 3 Knowledgeable
┊ ○ 4 Expert
  ❯ 2
┊ 7  Comment to staff
┊ Only staff can read this. May stay empty.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯ s
┊ Draft saved 10:00 AM PST. NOT submitted yet: Strengths is empty.
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
coursebot · only you see this
┊ Kept as a draft. NOT submitted yet: Strengths is empty.
┊
┊ [1] Continue

Maya, Sun 30 Jan 10:00 AM ❯ review
coursebot · only you see this
┊ Your reviews
┊
┊ Big Data Systems · due Mon 31 Jan, 1:00 PM PST, in 1 d 3 h · review one of
┊ these 3 papers
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics · draft: NOT submitted, Strengths is empty
┊
┊ [1] Continue
┊
┊ Towards a Unified Architecture for in-RDBMS Analytics · not started
┊
┊ [2] Write
┊
┊ Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊ Cluster Computing · not started
┊
┊ [3] Write   [4] I can’t make this
┊
┊ After that:
┊ Hardware for Machine Learning · due Mon 7 Feb, 1:00 PM PST, in 8 d 3 h ·
┊ review one of its 4 papers
┊
┊ [5] Write   [6] I can’t make this
┊
┊ 0 reviews done, 8 ahead: /mywork

Maya, Sun 30 Jan 10:00 AM ❯ 1
→ Continue
Review: Lakehouse: A… ──────────────────────────────────────────────────────────
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics, for Big Data Systems, due Mon 31 Jan, 1:00 PM PST, in 1 d
┊ 3 h.
┊ Here is your draft, NOT submitted yet.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 2  Strengths
┊ What convinced you, and why.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ One copy of the data, open formats.
┊ 7  Comment to staff
┊ Only staff can read this. May stay empty.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯
┊ 1  Summary: Tables on cheap files, with transactions:
┊
┊ one system for warehouses and for learning.
┊ 3  Weaknesses: The figures come from one vendor.
┊ 4  Questions for discussion: How far does it scale?
┊ 5  Overall merit: 4 Weak accept
┊ 6  Your expertise: 2 Some familiarity
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
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
┊ Warehousing and Advanced Analytics, version 2 (the first that you handed in),
┊ came in Sun 30 Jan, 10:00 AM PST.
┊ Summary
┊ Tables on cheap files, with transactions:
┊
┊ one system for warehouses and for learning.
┊ Strengths
┊ One copy of the data, open formats.
┊ Weaknesses
┊ The figures come from one vendor.
┊ Questions for discussion
┊ How far does it scale?
┊ Overall merit: 4 Weak accept
┊ Your expertise: 2 Some familiarity
┊ Comment to staff: (no answer)
┊ It counts, on time. You can change it until Mon 31 Jan, 1:00 PM PST; later
┊ changes are late.
┊
┊ [2] Edit   [3] Earlier drafts

Maya, Sun 30 Jan 10:00 AM ❯ review
coursebot · only you see this
┊ Your reviews
┊
┊ Big Data Systems · due Mon 31 Jan, 1:00 PM PST, in 1 d 3 h · done
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics · submitted 10:00 AM PST
┊
┊ [1] Edit
┊
┊ After that:
┊ Hardware for Machine Learning · due Mon 7 Feb, 1:00 PM PST, in 8 d 3 h ·
┊ review one of its 4 papers
┊
┊ [2] Write   [3] I can’t make this
┊
┊ 1 review done, 7 ahead: /mywork

Maya, Sun 30 Jan 10:00 AM ❯ 1
→ Edit
Review: Lakehouse: A… ──────────────────────────────────────────────────────────
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics, for Big Data Systems, due Mon 31 Jan, 1:00 PM PST, in 1 d
┊ 3 h.
┊ Your version of 10:00 AM PST is submitted and counts.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Summary: Tables on cheap files, with transactions:
┊
┊ one system for warehouses and for learning.
┊ 2  Strengths: One copy of the data, open formats.
┊ 3  Weaknesses: The figures come from one vendor.
┊ 4  Questions for discussion: How far does it scale?
┊ 5  Overall merit: 4 Weak accept
┊ 6  Your expertise: 2 Some familiarity
┊ 7  Comment to staff: –
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯ 2
┊ 2  Strengths
┊ What convinced you, and why.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
┊ Now: One copy of the data, open formats.
┊ Enter keeps it, - empties it.
  ❯ One copy of the data, open formats, and time travel.
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
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
┊ Warehousing and Advanced Analytics, version 3, came in Sun 30 Jan, 10:00 AM
┊ PST.
┊ Summary
┊ Tables on cheap files, with transactions:
┊
┊ one system for warehouses and for learning.
┊ Strengths
┊ One copy of the data, open formats, and time travel.
┊ Weaknesses
┊ The figures come from one vendor.
┊ Questions for discussion
┊ How far does it scale?
┊ Overall merit: 4 Weak accept
┊ Your expertise: 2 Some familiarity
┊ Comment to staff: (no answer)
┊ It counts, on time. You can change it until Mon 31 Jan, 1:00 PM PST; later
┊ changes are late.
┊
┊ [2] Edit   [3] Earlier versions

Maya, Sun 30 Jan 10:00 AM ❯ clock 2022-01-31 16:12
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

It is Mon 31 Jan 2022, 4:12 PM.

Maya, Mon 31 Jan 4:12 PM ❯ review
coursebot · only you see this
┊ Your reviews
┊
┊ Big Data Systems · was due Mon 31 Jan, 1:00 PM PST · done
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics · submitted Sun 30 Jan, 10:00 AM PST
┊
┊ [1] Edit
┊
┊ Hardware for Machine Learning · due Mon 7 Feb, 1:00 PM PST, in 6 d 20 h ·
┊ review one of these 4 papers
┊ Mixed precision training. [ICLR’18] · not started
┊
┊ [2] Write
┊
┊ Eyeriss: A Spatial Architecture for Energy-Efficient Dataflow for
┊ Convolutional Neural Networks [SIGRAPH, 2016] · not started
┊
┊ [3] Write
┊
┊ Interstellar: Using Halide’s Scheduling Language to Analyze DNN Accelerators
┊ (formerly: DNN Dataflow Choice Is Overrated) · not started
┊
┊ [4] Write
┊
┊ Gemmini: Enabling Systematic Deep-Learning Architecture Evaluation via
┊ Full-Stack Integration [Best Paper Award, DAC’21] · not started
┊
┊ [5] Write   [6] I can’t make this
┊
┊ After that:
┊ Distributed deep learning, Part I: Systems · due Mon 14 Feb, 1:00 PM PST, in
┊ 13 d 20 h · review one of its 3 papers
┊
┊ [7] Write   [8] I can’t make this
┊
┊ 1 review done, 7 ahead: /mywork

Maya, Mon 31 Jan 4:12 PM ❯ 1
→ Edit
Review: Lakehouse: A… ──────────────────────────────────────────────────────────
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics, for Big Data Systems, was due Mon 31 Jan, 1:00 PM PST. I
┊ take it, as late, until Tue 1 Feb, 1:00 PM PST.
┊ Your version of Sun 30 Jan, 10:00 AM PST is submitted and counts. A change now
┊ is kept beside it, and is late.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Summary: Tables on cheap files, with transactions:
┊
┊ one system for warehouses and for learning.
┊ 2  Strengths: One copy of the data, open formats, and time travel.
┊ 3  Weaknesses: The figures come from one vendor.
┊ 4  Questions for discussion: How far does it scale?
┊ 5  Overall merit: 4 Weak accept
┊ 6  Your expertise: 2 Some familiarity
┊ 7  Comment to staff: –
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯ 3
┊ 3  Weaknesses
┊ What did not, and what would.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
┊ Now: The figures come from one vendor.
┊ Enter keeps it, - empties it.
  ❯ The figures come from one vendor, and from one workload.
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
coursebot · only you see this
┊ Kept. Your version from Sun 30 Jan, 10:00 AM PST still counts, on time. This
┊ later one is kept too.
┊
┊ Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing and
┊ Advanced Analytics: the full text comes in your direct messages, as a receipt.
┊
┊ [1] Count my late version   [2] Edit

Direct message to you · Mon 31 Jan, 4:12 PM ────────────────────────────────────
┊ Your review of Lakehouse: A New Generation of Open Platforms that Unify Data
┊ Warehousing and Advanced Analytics, version 4, came in Mon 31 Jan, 4:12 PM
┊ PST.
┊ Summary
┊ Tables on cheap files, with transactions:
┊
┊ one system for warehouses and for learning.
┊ Strengths
┊ One copy of the data, open formats, and time travel.
┊ Weaknesses
┊ The figures come from one vendor, and from one workload.
┊ Questions for discussion
┊ How far does it scale?
┊ Overall merit: 4 Weak accept
┊ Your expertise: 2 Some familiarity
┊ Comment to staff: (no answer)
┊ Version 3 counts; this one is kept beside it.
┊
┊ [3] Edit   [4] Earlier versions

Maya, Mon 31 Jan 4:12 PM ❯ 1
→ Count my late version
coursebot · only you see this
┊ Your version 4 counts now, late by 3 h 12 min. You can take that back.
┊
┊ [1] Count the one on time

Maya, Mon 31 Jan 4:12 PM ❯ 1
→ Count the one on time
coursebot · only you see this
┊ Your version on time counts again. The later one is kept too.
┊
┊ [1] Count my late version

Maya, Mon 31 Jan 4:12 PM ❯ as Jonas
You are Jonas Okafor, a student. New to you: 2 in #cs294, 2 in direct messages.
To read it: look #cs294

Jonas, Mon 31 Jan 4:12 PM ❯ review write rdd
Review: Resilient… ─────────────────────────────────────────────────────────────
┊ Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊ Cluster Computing, for Big Data Systems, was due Mon 31 Jan, 1:00 PM PST. I
┊ take it, as late, until Tue 1 Feb, 1:00 PM PST.
┊ Staff read your review; classmates read it later, without your name.
┊ If you leave this form, what you did not send may be lost: Save draft keeps
┊ it.
┊ At any question:   :save   :template   :help   cancel leaves
┊ 1  Summary
┊ What the paper does, in your own words: the problem, the idea, the evidence.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ Lineage instead of replicas.
┊ 2  Strengths
┊ What convinced you, and why.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ It is fast.
┊ 3  Weaknesses
┊ What did not, and what would.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ Only coarse writes.
┊ 4  Questions for discussion
┊ What you would ask the authors, or the class.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ What of small updates?
┊ 5  Overall merit
┊ ○ 1 Reject
┊ ○ 2 Weak reject
┊ ○ 3 Borderline
┊ ○ 4 Weak accept
┊ ○ 5 Strong accept
  ❯ 5
┊ 6  Your expertise
┊ ○ 1 No familiarity
┊ ○ 2 Some familiarity
┊ ○ 3 Knowledgeable
┊ ○ 4 Expert
  ❯ 3
┊ 7  Comment to staff
┊ Only staff can read this. May stay empty.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯
┊ [Enter] Submit   [s] Save draft   [t] Template   a number changes that answer,
┊ cancel leaves
  ❯
coursebot · only you see this
┊ Submitted: late, 3 h 12 min. You can change it until Tue 1 Feb, 1:00 PM PST.
┊
┊ Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊ Cluster Computing: the full text comes in your direct messages, as a receipt.
┊
┊ [1] Edit

Direct message to you · Mon 31 Jan, 4:12 PM ────────────────────────────────────
┊ Your review of Resilient Distributed Datasets: A Fault-Tolerant Abstraction
┊ for In-Memory Cluster Computing, version 1, came in Mon 31 Jan, 4:12 PM PST.
┊ Summary
┊ Lineage instead of replicas.
┊ Strengths
┊ It is fast.
┊ Weaknesses
┊ Only coarse writes.
┊ Questions for discussion
┊ What of small updates?
┊ Overall merit: 5 Strong accept
┊ Your expertise: 3 Knowledgeable
┊ Comment to staff: (no answer)
┊ It counts, late by 3 h 12 min. You can change it until Tue 1 Feb, 1:00 PM PST.
┊
┊ [2] Edit

Jonas, Mon 31 Jan 4:12 PM ❯ clock 2022-02-01 13:01
#cs294 · Tue 1 Feb, 9:00 AM ────────────────────────────────────────────────────
│ Coming up in Machine Learning Systems: week of 7 Feb
│
│ Due
│ • Mon 7 Feb, 1:00 PM PST: review one of the 4 papers for Hardware for Machine
│   Learning
│
│ [1] Write: Mixed precision training. [ICLR’18]
│ [2] Write: Eyeriss: A Spatial Architecture for…
│ [3] Write: Interstellar: Using Halide’s…
│ [4] Write: Gemmini: Enabling Systematic…
│
│ Mon 7 Feb, 1:00 PM PST: Hardware for Machine Learning in Soda 405, with guest
│ Prof. Sophia Shao
│ (https://people.eecs.berkeley.edu/~ysshao/
│ index.html?_ga=2.228137950.2133028827.1643052087-1693328731.1500773369) (UC
│ Berkeley)
│ Read
│ • Mixed precision training. [ICLR’18]
│   (https://openreview.net/pdf?id=r1gs9JgRZ)
│ • Eyeriss: A Spatial Architecture for Energy-Efficient Dataflow for
│   Convolutional Neural Networks [SIGRAPH, 2016]
│   (https://dspace.mit.edu/handle/1721.1/102369)
│ • Interstellar: Using Halide’s Scheduling Language to Analyze DNN Accelerators
│   (formerly: DNN Dataflow Choice Is Overrated)
│   (https://arxiv.org/pdf/1809.04070.pdf)
│ • Gemmini: Enabling Systematic Deep-Learning Architecture Evaluation via
│   Full-Stack Integration [Best Paper Award, DAC’21]
│   (https://people.eecs.berkeley.edu/~ysshao/assets/papers/genc2021-dac.pdf)
│
│ Optional
│ • A New Golden Age for Computer Architecture
│   (https://cacm.acm.org/magazines/2019/2/
│   234352-a-new-golden-age-for-computer-architecture/fulltext)
│ • Roofline: An Insightful Visual Performance Model for Floating-Point Programs
│   and Multicore Architectures [CACM’08]
│   (https://people.eecs.berkeley.edu/~kubitron/cs252/handouts/papers/
│   RooflineVyNoYellow.pdf)
│
│ Ask me any time: /readings, /review or /deadlines

It is Tue 1 Feb 2022, 1:01 PM.

Jonas, Tue 1 Feb 1:01 PM ❯ review
coursebot · only you see this
┊ Your reviews
┊
┊ Hardware for Machine Learning · due Mon 7 Feb, 1:00 PM PST, in 5 d 23 h ·
┊ review one of these 4 papers
┊ Mixed precision training. [ICLR’18] · not started
┊
┊ [1] Write
┊
┊ Eyeriss: A Spatial Architecture for Energy-Efficient Dataflow for
┊ Convolutional Neural Networks [SIGRAPH, 2016] · not started
┊
┊ [2] Write
┊
┊ Interstellar: Using Halide’s Scheduling Language to Analyze DNN Accelerators
┊ (formerly: DNN Dataflow Choice Is Overrated) · not started
┊
┊ [3] Write
┊
┊ Gemmini: Enabling Systematic Deep-Learning Architecture Evaluation via
┊ Full-Stack Integration [Best Paper Award, DAC’21] · not started
┊
┊ [4] Write   [5] I can’t make this
┊
┊ After that:
┊ Distributed deep learning, Part I: Systems · due Mon 14 Feb, 1:00 PM PST, in
┊ 12 d 23 h · review one of its 3 papers
┊
┊ [6] Write   [7] I can’t make this
┊
┊ 1 review done, 7 ahead: /mywork

Jonas, Tue 1 Feb 1:01 PM ❯ as Maya
You are Maya Lindqvist, a student. New to you: 1 in #cs294. To read it: look
#cs294

Maya, Tue 1 Feb 1:01 PM ❯ review write lakehouse
coursebot · only you see this
┊ The review of Lakehouse: A New Generation of Open Platforms that Unify Data
┊ Warehousing and Advanced Analytics closed Tue 1 Feb, 1:00 PM PST.
┊ What you submitted is safe and counts.
┊
┊ [1] Count my late version   [2] What I wrote

Maya, Tue 1 Feb 1:01 PM ❯ 2
→ What I wrote
coursebot · only you see this
┊ Versions: Lakehouse: A New Generation of Open Platforms that Unify Data
┊ Warehousing and Advanced Analytics
┊
┊ • Version 4 · Mon 31 Jan, 4:12 PM PST · submitted, late by 3 h 12 min
┊ • Version 3 · Sun 30 Jan, 10:00 AM PST · submitted · this one counts
┊ • Version 2 · Sun 30 Jan, 10:00 AM PST · submitted
┊ • Version 1 · Sun 30 Jan, 10:00 AM PST · draft
┊
┊ [1] Show version 4   [2] Show version 3   [3] Show version 2
┊ [4] Show version 1

Maya, Tue 1 Feb 1:01 PM ❯ 3
→ Show version 2
coursebot · only you see this
┊ Version 2 of Lakehouse: A New Generation of Open Platforms that Unify Data
┊ Warehousing and Advanced Analytics, Sun 30 Jan, 10:00 AM PST, submitted.
┊ Summary
┊ Tables on cheap files, with transactions:
┊
┊ one system for warehouses and for learning.
┊ Strengths
┊ One copy of the data, open formats.
┊ Weaknesses
┊ The figures come from one vendor.
┊ Questions for discussion
┊ How far does it scale?
┊ Overall merit: 4 Weak accept
┊ Your expertise: 2 Some familiarity
┊ Comment to staff: (no answer)
┊
┊ [1] All versions

Maya, Tue 1 Feb 1:01 PM ❯ quit
Goodbye.
