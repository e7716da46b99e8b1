# Time passes, and the course hears what it needs to hear, once.
coursebot demo: Machine Learning Systems, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#cs294 · Thu 20 Jan, 10:00 AM ──────────────────────────────────────────────────
│ Coming up in Machine Learning Systems: week of 24 Jan
│
│ Mon 24 Jan, 1:00 PM PST: Introduction and Course Overview in Soda 405
│ The book chapter is free on campus or through the Library VPN.
│ Read
│ • SysML: The New Frontier of Machine Learning Systems
│   (https://arxiv.org/abs/1904.03257)
│ • Principles of Computer System Design
│   (https://www.sciencedirect.com/book/9780123749574/
│   principles-of-computer-system-design), Chapter 1
│ • A Few Useful Things to Know About Machine Learning
│   (https://homes.cs.washington.edu/~pedrod/papers/cacm12.pdf)
│
│ Optional
│ • How to read a paper
│   (https://web.stanford.edu/class/ee384m/Handouts/HowtoReadPaper.pdf)
│ • writing reviews for systems conferences
│   (https://people.inf.ethz.ch/troscoe/pubs/review-writing.pdf)
│
│ Ask me any time: /readings or /deadlines

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Thu 20 Jan 10:00 AM ❯ clock +12d
#cs294 · Mon 24 Jan, 9:00 AM ───────────────────────────────────────────────────
│ Today at 1:00 PM PST in Soda 405: Introduction and Course Overview
│ The book chapter is free on campus or through the Library VPN.
│ Read
│ • SysML: The New Frontier of Machine Learning Systems
│   (https://arxiv.org/abs/1904.03257)
│ • Principles of Computer System Design
│   (https://www.sciencedirect.com/book/9780123749574/
│   principles-of-computer-system-design), Chapter 1
│ • A Few Useful Things to Know About Machine Learning
│   (https://homes.cs.washington.edu/~pedrod/papers/cacm12.pdf)
│
│ Slides: pdf
│ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec01/
│ 01_intro_and_big_ideas_in_ai_systems.pdf), pptx
│ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec01/
│ 01_intro_and_big_ideas_in_ai_systems.pptx)

#cs294 · Tue 25 Jan, 9:00 AM ───────────────────────────────────────────────────
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

Direct message to you · Sun 30 Jan, 1:00 PM ────────────────────────────────────
┊ 1 review for Big Data Systems is due Mon 31 Jan, 1:00 PM PST (in 1 d).
┊ You can choose from these:
┊ • ‘Towards a Unified Architecture for in-RDBMS Analytics’: not started
┊ • ‘Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing’: not started
┊ • ‘Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics’: not started
┊
┊ [4] Write: Towards a Unified Architecture for…
┊ [5] Write: Resilient Distributed Datasets: A…
┊ [6] Write: Lakehouse: A New Generation of Open…
┊
┊ [7] Snooze 2 h   [8] I can’t make this

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
┊ [9] Write: Towards a Unified Architecture for…
┊ [10] Write: Resilient Distributed Datasets: A…
┊ [11] Write: Lakehouse: A New Generation of Open…
┊
┊ [12] Snooze 2 h   [13] I can’t make this

#cs294 · Tue 1 Feb, 9:00 AM ────────────────────────────────────────────────────
│ Coming up in Machine Learning Systems: week of 7 Feb
│
│ Due
│ • Mon 7 Feb, 1:00 PM PST: review one of the 4 papers for Hardware for Machine
│   Learning
│
│ [14] Write: Mixed precision training. [ICLR’18]
│ [15] Write: Eyeriss: A Spatial Architecture for…
│ [16] Write: Interstellar: Using Halide’s…
│ [17] Write: Gemmini: Enabling Systematic…
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

Direct message to you · Tue 1 Feb, 9:00 AM ─────────────────────────────────────
┊ 1 review for Big Data Systems was due Mon 31 Jan, 1:00 PM PST. Late ones are
┊ taken until Tue 1 Feb, 1:00 PM PST.
┊ You can choose from these:
┊ • ‘Towards a Unified Architecture for in-RDBMS Analytics’: not started
┊ • ‘Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing’: not started
┊ • ‘Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics’: not started
┊
┊ [18] Write: Towards a Unified Architecture for…
┊ [19] Write: Resilient Distributed Datasets: A…
┊ [20] Write: Lakehouse: A New Generation of Open…
┊
┊ [21] Snooze 2 h   [22] I can’t make this

It is Tue 1 Feb 2022, 10:00 AM.

Maya, Tue 1 Feb 10:00 AM ❯ clock +1h
It is Tue 1 Feb 2022, 11:00 AM. Nothing was said to you on the way.

Maya, Tue 1 Feb 11:00 AM ❯ quit
Goodbye.
