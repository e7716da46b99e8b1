# Staff take a post back, read the whole term page by page, and look after the roster; a stale button says so.
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

Maya, Thu 20 Jan 10:00 AM ❯ as Sam
You are Sam Whitfield, a teaching assistant. New to you: 1 in #cs294. To read
it: look #cs294

Sam, Thu 20 Jan 10:00 AM ❯ course announce
Post an announcement · page 1 of 2 ─────────────────────────────────────────────
┊ 1  Text
┊ An empty line begins a new paragraph.
┊ Enter ends the text. A \ at the end of a line goes on; \ alone: an empty line.
  ❯ We meet in the Wozniak Lounge on Monday.
┊ 3  When
┊ May stay empty. For later: “fri 5pm”, “tomorrow 9:00”, “in 2 hours” or “14 mar
┊ 17:00”, in course time.
  ❯
┊ 2  Channel: #cs294
┊ [Enter] Preview   a number changes that answer, cancel leaves
  ❯
Preview · page 2 of 2 ──────────────────────────────────────────────────────────
┊ This is what everybody in #cs294 will read, with your name under it:
┊ 1  Text: We meet in the Wozniak Lounge on Monday.
┊ 2  Channel: #cs294
┊ 3  When: –
┊ [Enter] Post it   a number changes that answer, cancel leaves
  ❯
coursebot · only you see this
┊ It goes to #cs294 now.
┊
┊ [1] Take it back …

#cs294 · Thu 20 Jan, 10:00 AM ──────────────────────────────────────────────────
│ We meet in the Wozniak Lounge on Monday.
│
│ From Sam Whitfield

Sam, Thu 20 Jan 10:00 AM ❯ 1
→ Take it back …
coursebot · only you see this
┊ The last post in #cs294, Thu 20 Jan, 10:00 AM PST:
┊ We meet in the Wozniak Lounge on Monday.
┊
┊ From Sam Whitfield
┊
┊ [1] Retract it   [2] Keep it

Sam, Thu 20 Jan 10:00 AM ❯ 1
→ Retract it
coursebot · only you see this
┊ I am taking it back; it is gone in a moment. It will not be posted again.

A message in #cs294 was taken back.

Sam, Thu 20 Jan 10:00 AM ❯ 1
→ Retract it
coursebot · only you see this
┊ It is not there any more.

Sam, Thu 20 Jan 10:00 AM ❯ course retract
coursebot · only you see this
┊ The last post in #cs294, Thu 20 Jan, 10:00 AM PST:
┊
┊ Coming up in Machine Learning Systems: week of 24 Jan
┊
┊ Mon 24 Jan, 1:00 PM PST: Introduction and Course Overview in Soda 405
┊ The book chapter is free on campus or through the Library VPN.
┊ Read
┊ • SysML: The New Frontier of Machine Learning Systems
┊   (https://arxiv.org/abs/1904.03257)
┊ • Principles of Computer System Design
┊   (https://www.sciencedirect.com/book/9780123749574/
┊   principles-of-computer-system-design), Chapter 1
┊ • A Few Useful Things to Know About Machine Learning
┊   (https://homes.cs.washington.edu/~pedrod/papers/cacm12.pdf)
┊
┊ Optional
┊ • How to read a paper
┊   (https://web.stanford.edu/class/ee384m/Handouts/HowtoReadPaper.pdf)
┊ • writing reviews for systems conferences
┊   (https://people.inf.ethz.ch/troscoe/pubs/review-writing.pdf)
┊
┊ Ask me any time: /readings or /deadlines
┊
┊ [1] Retract it   [2] Keep it

Sam, Thu 20 Jan 10:00 AM ❯ 2
→ Keep it
coursebot · only you see this
┊ It stays.

Sam, Thu 20 Jan 10:00 AM ❯ readings all
coursebot · only you see this
┊ The whole term
┊
┊ Introduction and Course Overview
┊
┊ Mon 24 Jan, 1:00 PM PST · Soda 405 · Week 1
┊ The book chapter is free on campus or through the Library VPN.
┊ Required
┊ • SysML: The New Frontier of Machine Learning Systems
┊   (https://arxiv.org/abs/1904.03257)
┊ • Principles of Computer System Design
┊   (https://www.sciencedirect.com/book/9780123749574/
┊   principles-of-computer-system-design), Chapter 1
┊ • A Few Useful Things to Know About Machine Learning
┊   (https://homes.cs.washington.edu/~pedrod/papers/cacm12.pdf)
┊
┊ Optional
┊ • How to read a paper
┊   (https://web.stanford.edu/class/ee384m/Handouts/HowtoReadPaper.pdf)
┊ • writing reviews for systems conferences
┊   (https://people.inf.ethz.ch/troscoe/pubs/review-writing.pdf), by Timothy
┊   Roscoe
┊
┊ Slides: pdf
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec01/
┊ 01_intro_and_big_ideas_in_ai_systems.pdf), pptx
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec01/
┊ 01_intro_and_big_ideas_in_ai_systems.pptx)
┊
┊ Big Data Systems
┊
┊ Mon 31 Jan, 1:00 PM PST · Soda 405 · Week 2
┊ Guest: Reynold Xin (https://en.wikipedia.org/wiki/Reynold_Xin) (Databricks)
┊ Review one of the 3 required papers by Mon 31 Jan, 1:00 PM PST.
┊ Required
┊ • Towards a Unified Architecture for in-RDBMS Analytics
┊   (https://www.cs.stanford.edu/people/chrismre/papers/bismarck.pdf)
┊ • Resilient Distributed Datasets: A Fault-Tolerant Abstraction for In-Memory
┊   Cluster Computing
┊   (https://www.usenix.org/system/files/conference/nsdi12/nsdi12-final138.pdf)
┊ • Lakehouse: A New Generation of Open Platforms that Unify Data Warehousing
┊   and Advanced Analytics
┊   (http://cidrdb.org/cidr2021/papers/cidr2021_paper17.pdf)
┊
┊ Optional
┊ • Delta Lake: High-Performance ACID Table Storage over Cloud Object Stores
┊   (https://databricks.com/wp-content/uploads/2020/08/p975-armbrust.pdf)
┊ • Spark SQL: Relational Data Processing in Spark
┊   (https://people.csail.mit.edu/matei/papers/2015/sigmod_spark_sql.pdf)
┊ • The MADlib Analytics Library or MAD Skills, the SQL
┊   (https://arxiv.org/pdf/1208.4165.pdf)
┊
┊ Slides: PDF
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec02/
┊ lec_02.pdf), PPTX
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec02/
┊ lec_02.pptx), Guest lecture PDF
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec02/
┊ 2022-01-31_Lakehouse_Berkeley.pdf)
┊
┊ Hardware for Machine Learning
┊
┊ Mon 7 Feb, 1:00 PM PST · Soda 405 · Week 3
┊ Guest: Prof. Sophia Shao
┊ (https://people.eecs.berkeley.edu/~ysshao/
┊ index.html?_ga=2.228137950.2133028827.1643052087-1693328731.1500773369) (UC
┊ Berkeley)
┊ Review one of the 4 required papers by Mon 7 Feb, 1:00 PM PST.
┊ Required
┊ • Mixed precision training. [ICLR’18]
┊   (https://openreview.net/pdf?id=r1gs9JgRZ)
┊ • Eyeriss: A Spatial Architecture for Energy-Efficient Dataflow for
┊   Convolutional Neural Networks [SIGRAPH, 2016]
┊   (https://dspace.mit.edu/handle/1721.1/102369)
┊ • Interstellar: Using Halide’s Scheduling Language to Analyze DNN Accelerators
┊   (formerly: DNN Dataflow Choice Is Overrated)
┊   (https://arxiv.org/pdf/1809.04070.pdf)
┊ • Gemmini: Enabling Systematic Deep-Learning Architecture Evaluation via
┊   Full-Stack Integration [Best Paper Award, DAC’21]
┊   (https://people.eecs.berkeley.edu/~ysshao/assets/papers/genc2021-dac.pdf)
┊
┊ Optional
┊ • A New Golden Age for Computer Architecture
┊   (https://cacm.acm.org/magazines/2019/2/
┊   234352-a-new-golden-age-for-computer-architecture/fulltext)
┊ • Roofline: An Insightful Visual Performance Model for Floating-Point Programs
┊   and Multicore Architectures [CACM’08]
┊   (https://people.eecs.berkeley.edu/~kubitron/cs252/handouts/papers/
┊   RooflineVyNoYellow.pdf)
┊
┊ Slides: PDF
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec03/
┊ lec_03.pdf), PPTX
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec03/
┊ lec_03.pptx), Guest lecture PDF
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec03/
┊ shao-ai-sys-guest-lecture-2022.pdf)
┊
┊ Page 1 of 4
┊
┊ [1] Next   [2] Share in #cs294

Sam, Thu 20 Jan 10:00 AM ❯ 1
→ Next
coursebot · only you see this
┊ The whole term
┊
┊ Distributed deep learning, Part I: Systems
┊
┊ Mon 14 Feb, 1:00 PM PST · Soda 405 · Week 4
┊ Guest: Microsoft DeepSpeed Team (https://www.deepspeed.ai)
┊ Review one of the 3 required papers by Mon 14 Feb, 1:00 PM PST.
┊ Required
┊ • Chimera: Efficiently Training Large-Scale Neural Networks with Bidirectional
┊   Pipelines [SC’21, Best Paper finalist]
┊   (https://arxiv.org/pdf/2107.06925.pdf)
┊ • Efficient Large-Scale Language Model Training on GPU Clusters Using
┊   Megatron-LM [SC’21, Best Student Paper]
┊   (https://arxiv.org/pdf/2104.04473.pdf)
┊ • ZeRO-Infinity: Breaking the GPU Memory Wall for Extreme Scale Deep Learning
┊   [SC’21] (https://arxiv.org/abs/2104.07857)
┊
┊ Optional
┊ • DeepSpeed: Advancing MoE inference and training to power next-generation AI
┊   scale [Blog post]
┊   (https://www.microsoft.com/en-us/research/blog/
┊   deepspeed-advancing-moe-inference-and-training-to-power-next-generation-ai-s
┊   cale/)
┊ • Large Scale Distributed Deep Networks [NeurIPS’12]
┊   (https://papers.nips.cc/paper/2012/hash/
┊   6aca97005c68f1206823815f66102863-Abstract.html)
┊ • Gpipe: Efficient training of giant neural networks using pipeline
┊   parallelism [NeurIPS’19]
┊   (https://proceedings.neurips.cc/paper/2019/file/
┊   093f65e080a295f8076b1c5722a46aa2-Paper.pdf)
┊ • PipeDream: Fast and Efficient Pipeline Parallel DNN Training [SOSP'19]
┊   (https://arxiv.org/pdf/1806.03377.pdf)
┊
┊ Slides: PDF
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec04/
┊ lec_04.pdf), PPTX
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec04/
┊ lec_04.pptx), Guest lecture PDF
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec04/
┊ zero-family.pptx)
┊
┊ No class: Holiday (Presidents Day)
┊
┊ Mon 21 Feb · Week 5
┊
┊ Distributed deep learning, Part II: Scaling Constraints
┊
┊ Mon 28 Feb, 1:00 PM PST · Soda 405 · Week 6
┊ Guest: Michael Houston (http://graphics.stanford.edu/~mhouston/) (Nvidia)
┊ Review one of the 3 required papers by Mon 28 Feb, 1:00 PM PST.
┊ Required
┊ • Measuring the Effects of Data Parallelism on Neural Network Training
┊   (https://arxiv.org/pdf/1811.03600.pdf)
┊ • Scaling Laws for Neural Language Models [OpenAI, 2020]
┊   (https://arxiv.org/pdf/2001.08361.pdf)
┊ • Deep Learning Training in Facebook Data Centers: Design of Scale-up and
┊   Scale-out Systems (https://arxiv.org/abs/2003.09518)
┊
┊ Optional
┊ • On Large-Batch Training for Deep Learning: Generalization Gap and Sharp
┊   Minima [ICLR’16] (https://arxiv.org/pdf/1609.04836.pdf)
┊ • Train Large, Then Compress: Rethinking Model Size for Efficient Training and
┊   Inference of Transformers [ICML’20] (https://arxiv.org/pdf/2002.11794.pdf)
┊ • Large Batch Optimization for Deep Learning: Training BERT in 76 minutes
┊   [ICLR’20] (https://arxiv.org/pdf/1904.00962.pdf)
┊ • Scaling Vision Transformers (https://arxiv.org/pdf/2106.04560.pdf)
┊
┊ Slides: PDF
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec05/
┊ lec_05.pdf), PPTX
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec05/
┊ lec_05.pptx), Guest lecture PDF
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec05/
┊ UCB_MLSys_Mike_Houston.pdf)
┊
┊ Project Proposals
┊
┊ Mon 7 Mar, 1:00 PM PST · Soda 405 · Week 7
┊ Slides: PDF
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec06/
┊ ml_applied_to_systems.pdf), PPTX
┊ (https://ucbrise.github.io/cs294-ai-sys-sp22/assets/lectures/lec06/
┊ ml_applied_to_systems.pptx)
┊
┊ Page 2 of 4
┊
┊ [1] Previous   [2] Next   [3] Share in #cs294

Sam, Thu 20 Jan 10:00 AM ❯ course roster
coursebot · only you see this
┊ Who is in Machine Learning Systems
┊
┊ Students  2
┊ Staff     Elena Rivera (instructor) and Sam Whitfield (TA)
┊ • Jonas Okafor
┊ • Maya Lindqvist
┊
┊ Make somebody an auditor
┊ [1] Jonas Okafor
┊ [2] Maya Lindqvist
┊
┊ Make somebody staff
┊ [3] Jonas Okafor
┊ [4] Maya Lindqvist
┊
┊ Make somebody a student
┊ [5] Sam Whitfield (TA)
┊
┊ Found right by Elena Rivera on Thu 20 Jan, 10:00 AM PST.

Sam, Thu 20 Jan 10:00 AM ❯ 1
→ Jonas Okafor
coursebot · only you see this
┊ Jonas Okafor is an auditor now. They owe nothing.
┊
┊ Presenting needs 3 seats (3 in different roles for 1 student); the schedule
┊ offers 40: enough.
┊
┊ [1] Undo

Sam, Thu 20 Jan 10:00 AM ❯ as Maya
You are Maya Lindqvist, a student.

Maya, Thu 20 Jan 10:00 AM ❯ look
#cs294  1 message
direct  0 messages

Maya, Thu 20 Jan 10:00 AM ❯ quit
Goodbye.
