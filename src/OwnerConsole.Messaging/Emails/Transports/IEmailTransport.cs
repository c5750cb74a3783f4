using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails.Transports;

/// <summary>Sends emails through one service.</summary>
public interface IEmailTransport
{
    MailKind Kind { get; }

    Task<EmailResult> Send(MailSettings settings, OutgoingEmail email, RenderedEmail sheet, EmailRecipient to, CancellationToken stop);
}
