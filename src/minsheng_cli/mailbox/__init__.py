"""Mail: drafts from templates, drafts sent by SMTP, mail fetched by IMAP as files that walk the path of every file."""
