namespace OwnerConsole.Messaging.Emails;

/// <summary>Thrown when the server rejects a command.</summary>
internal sealed class SmtpRefusedException(SmtpReply reply, SmtpStep step) : Exception(reply.Text)
{
    public SmtpReply Reply { get; } = reply;

    public SmtpStep Step { get; } = step;
}

/// <summary>A step of the SMTP conversation.</summary>
internal enum SmtpStep
{
    /// <summary>Greeting, encryption and sign-in, which are the same for every email.</summary>
    Hello,
    Sender,
    Recipient,
    Message,
}
