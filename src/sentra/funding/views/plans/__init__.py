"""The pages of plans: drawing up, reviewing, handing in, answering, and what a change moves."""
