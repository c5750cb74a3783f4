namespace OwnerConsole.Messaging.Emails.Transports;

/// <summary>Thrown when the server does not match the settings or rejects the console. The message is shown to the person who configures email.</summary>
/// <param name="code">SMTP code of the response; null if there was none.</param>
internal sealed class SmtpConnectionException(string sentence, int? code = null) : Exception(sentence)
{
    public int? Code { get; } = code;
}
