# A course whose assignment deadlines and exams are known: CS744, spring 2025.
#: course courses/cs744-sp25.yaml
coursebot demo: CS 744: Big Data Systems, Spring 2025
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#cs744 · Fri 17 Jan, 10:00 AM ──────────────────────────────────────────────────
│ Coming up in CS 744: Big Data Systems: week of 20 Jan
│
│ Tue 21 Jan: How to read a paper
│ Read
│ • How to read a paper
│
│ Thu 23 Jan: The Datacenter as a Computer
│ Read
│ • The Datacenter as a Computer version 3, Chapter 1 and 2
│
│ Optional
│ • Building Meta's GenAI Infrastructure
│
│ Ask me any time: /readings or /deadlines

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Fri 17 Jan 10:00 AM ❯ readings
coursebot · only you see this
┊ What to read next
┊
┊ How to read a paper
┊
┊ Tue 21 Jan
┊ Required
┊ • How to read a paper
┊
┊ The Datacenter as a Computer
┊
┊ Thu 23 Jan · Infrastructure
┊ Required
┊ • The Datacenter as a Computer version 3, Chapter 1 and 2
┊
┊ Optional
┊ • Building Meta's GenAI Infrastructure
┊
┊ After that: The Google File System, Tue 28 Jan.

Maya, Fri 17 Jan 10:00 AM ❯ deadlines
coursebot · only you see this
┊ What is due
┊
┊ • Tue 4 Feb (in 18 days): Assignment 1. It comes out on Tue 28 Jan.
┊ • Thu 13 Feb (in 4 weeks): Assignment 2. It comes out on Tue 4 Feb.
┊ • Thu 13 Feb (in 4 weeks): Submit project form.
┊ • Tue 4 Mar (in 7 weeks): Project Introductions.
┊ • Tue 11 Mar (in 8 weeks): Exam: Midterm 1.
┊ • Tue 1 Apr: Project check-ins.
┊ • Thu 24 Apr: Exam: Midterm 2.
┊ • Thu 8 May: Final project reports.
┊
┊ No date yet
┊ • Assignment 0. It comes out on Tue 21 Jan.

Maya, Fri 17 Jan 10:00 AM ❯ clock +7d
#cs744 · Tue 21 Jan, 9:00 AM ───────────────────────────────────────────────────
│ Today: How to read a paper
│ Read
│ • How to read a paper

#cs744 · Tue 21 Jan, 9:00 AM ───────────────────────────────────────────────────
│ Now out: Assignment 0

#cs744 · Thu 23 Jan, 9:00 AM ───────────────────────────────────────────────────
│ Today: The Datacenter as a Computer
│ Read
│ • The Datacenter as a Computer version 3, Chapter 1 and 2

#cs744 · Fri 24 Jan, 9:00 AM ───────────────────────────────────────────────────
│ Coming up in CS 744: Big Data Systems: week of 27 Jan
│
│ Tue 28 Jan: The Google File System
│ Read
│ • The Google File System
│
│ Optional
│ • NFS: Sun's Network File System
│ • Facebook's Tectonic Filesystem: Efficiency from Exascale
│
│ Thu 30 Jan: MapReduce
│ Read
│ • MapReduce:Simplified Data Processing on Large Clusters
│ • MPI Tutorial Introduction
│ • MPI Hello World
│
│ Optional
│ • Dryad
│ • DryadLINQ
│
│ Ask me any time: /readings or /deadlines

It is Fri 24 Jan 2025, 10:00 AM.

Maya, Fri 24 Jan 10:00 AM ❯ quit
Goodbye.
