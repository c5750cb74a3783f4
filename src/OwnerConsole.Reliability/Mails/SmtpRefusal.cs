namespace OwnerConsole.Reliability.Mails;

/// <summary>The server answered no.</summary>
internal sealed class SmtpRefusal(SmtpReply reply, SmtpStep step) : Exception(reply.Text)
{
    public SmtpReply Reply { get; } = reply;

    public SmtpStep Step { get; } = step;
}

/// <summary>How far the conversation had come.</summary>
internal enum SmtpStep
{
    /// <summary>Greeting, encryption and sign-in: the same for every letter.</summary>
    Hello,
    Sender,
    Recipient,
    Letter,
}
