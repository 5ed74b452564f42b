"""What came back: the inbox, its mails and archives taken apart → submissions, each with its bytes and sha256."""
