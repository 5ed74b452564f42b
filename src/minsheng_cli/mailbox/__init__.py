"""Mail: drafts from templates, drafts sent by SMTP, mail fetched by IMAP as files that walk the path of every file."""

from minsheng_cli.mailbox.drafts import LetterText, compose, draft

__all__ = ["LetterText", "compose", "draft"]
