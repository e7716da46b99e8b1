# Class stays at 1:00 PM when the clocks go forward on 13 March 2022.
#: at 2022-03-12T10:00
coursebot demo: Machine Learning Systems, Spring 2022
You are Maya Lindqvist, a student. Nothing here leaves this terminal.

#cs294 · Sat 12 Mar, 10:00 AM ──────────────────────────────────────────────────
│ Coming up in Machine Learning Systems: week of 14 Mar
│
│ Due
│ • Mon 14 Mar, 1:00 PM PDT: review one of the 3 papers for Machine learning
│   Applied to Systems
│
│ [1] Write: The Case for Learned Index Structures…
│ [2] Write: Device Placement Optimization with…
│ [3] Write: Neural Adaptive Video Streaming with…
│
│ Mon 14 Mar, 1:00 PM PDT: Machine learning Applied to Systems in Soda 405, with
│ guest Prof. Tim Kraska (https://www.csail.mit.edu/person/tim-kraska) (MIT)
│ Read
│ • The Case for Learned Index Structures [ICMD’18]
│   (https://arxiv.org/abs/1712.01208)
│ • Device Placement Optimization with Reinforcement Learning [ICML’17]
│   (https://arxiv.org/pdf/1706.04972.pdf)
│ • Neural Adaptive Video Streaming with Pensieve [SIGCOMM’17]
│   (https://people.csail.mit.edu/hongzi/content/publications/
│   Pensieve-Sigcomm17.pdf)
│
│ Ask me any time: /readings, /review or /deadlines

Try: readings, deadlines, links, clock next, as Rivera, help

Maya, Sat 12 Mar 10:00 AM ❯ clock +1d
It is Sun 13 Mar 2022, 10:00 AM. Nothing was said to you on the way.

Maya, Sun 13 Mar 10:00 AM ❯ clock 2022-03-14 12:59
Direct message to you · Sun 13 Mar, 1:00 PM ────────────────────────────────────
┊ 1 review for Machine learning Applied to Systems is due Mon 14 Mar, 1:00 PM
┊ PDT (in 1 d).
┊ You can choose from these:
┊ • ‘The Case for Learned Index Structures [ICMD’18]’: not started
┊ • ‘Device Placement Optimization with Reinforcement Learning [ICML’17]’: not
┊   started
┊ • ‘Neural Adaptive Video Streaming with Pensieve [SIGCOMM’17]’: not started
┊
┊ [1] Write: The Case for Learned Index Structures…
┊ [2] Write: Device Placement Optimization with…
┊ [3] Write: Neural Adaptive Video Streaming with…
┊
┊ [4] Snooze 2 h   [5] I can’t make this

#cs294 · Mon 14 Mar, 9:00 AM ───────────────────────────────────────────────────
│ Today at 1:00 PM PDT in Soda 405: Machine learning Applied to Systems, with
│ guest Prof. Tim Kraska (https://www.csail.mit.edu/person/tim-kraska) (MIT)
│ Read
│ • The Case for Learned Index Structures [ICMD’18]
│   (https://arxiv.org/abs/1712.01208)
│ • Device Placement Optimization with Reinforcement Learning [ICML’17]
│   (https://arxiv.org/pdf/1706.04972.pdf)
│ • Neural Adaptive Video Streaming with Pensieve [SIGCOMM’17]
│   (https://people.csail.mit.edu/hongzi/content/publications/
│   Pensieve-Sigcomm17.pdf)
│
│ Reviews are due today at 1:00 PM PDT.

Direct message to you · Mon 14 Mar, 10:00 AM ───────────────────────────────────
┊ 1 review for Machine learning Applied to Systems is due Mon 14 Mar, 1:00 PM
┊ PDT (in 3 h).
┊ You can choose from these:
┊ • ‘The Case for Learned Index Structures [ICMD’18]’: not started
┊ • ‘Device Placement Optimization with Reinforcement Learning [ICML’17]’: not
┊   started
┊ • ‘Neural Adaptive Video Streaming with Pensieve [SIGCOMM’17]’: not started
┊
┊ [6] Write: The Case for Learned Index Structures…
┊ [7] Write: Device Placement Optimization with…
┊ [8] Write: Neural Adaptive Video Streaming with…
┊
┊ [9] Snooze 2 h   [10] I can’t make this

It is Mon 14 Mar 2022, 12:59 PM.

Maya, Mon 14 Mar 12:59 PM ❯ clock 2022-03-13 12:00
The clock only goes forward: what was said cannot be unsaid. For another
beginning start the demo with --at.

Maya, Mon 14 Mar 12:59 PM ❯ deadlines
coursebot · only you see this
┊ What is due
┊
┊ • Mon 14 Mar, 1:00 PM PDT (in 1 minute): Review one of the 3 papers for
┊   Machine learning Applied to Systems.
┊ • Mon 28 Mar, 1:00 PM PDT (in 14 days): Review one of the 3 papers for Machine
┊   Learning Frameworks and Automatic Differentiation.
┊ • Mon 4 Apr, 1:00 PM PDT (in 3 weeks): Review one of the 3 papers for
┊   Efficient Machine Learning.
┊ • Mon 11 Apr, 1:00 PM PDT (in 4 weeks): Review one of the 3 papers for
┊   Fundamentals of Machine Learning in the Cloud, the Modern Data Stack.
┊
┊ [1] Past ones too

Maya, Mon 14 Mar 12:59 PM ❯ quit
Goodbye.
