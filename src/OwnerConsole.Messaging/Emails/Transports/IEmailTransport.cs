using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails.Transports;

/// <summary>Sends emails through one service.</summary>
public interface IEmailTransport
{
    MailKind Kind { get; }

    /// <param name="claim">Call it when the server is ready for the email; if it returns false, the email was withdrawn and is not sent.</param>
    Task<EmailResult> Send(MailSettings settings, OutgoingEmail email, RenderedEmail sheet, EmailRecipient to, Func<Task<bool>> claim, CancellationToken stop);
}
