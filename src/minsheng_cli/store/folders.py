"""What the folders of a workspace are called."""

OUTBOX, INBOX, REPLIES, RESULTS, ARCHIVE = "下发", "回收", "退回", "成果", "存档"
"""The five of a month: what goes out, what came back, what is sent back, what is made of it, and the store's own."""

ORIGINALS, BASIS, FINAL = "原件", "依据", "定稿"
"""Inside an archive: what came, what it was judged by, what was issued."""

PLANS, EVIDENCE, CASES = "计划", "考核", "督办"
"""Those of a year: plans sent out, the year's evidence, the ledger of supervision cases."""
