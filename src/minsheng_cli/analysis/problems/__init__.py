"""The ledger of problems (卡点问题台账): split, recognised as the same, followed through the months."""
