namespace OwnerConsole.Reliability.Mails;

/// <summary>The server can't be talked to as it was set up; the message is a sentence for whoever sets it up.</summary>
internal sealed class SmtpTrouble(string sentence) : Exception(sentence);
