namespace OwnerConsole.Messaging.Emails;

/// <summary>Thrown when the server does not match the settings. The message is shown to the person who configures email.</summary>
internal sealed class SmtpConnectionException(string sentence) : Exception(sentence);
