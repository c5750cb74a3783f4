using System.Net.Sockets;
using System.Text;
using MailKit.Net.Smtp;
using MimeKit;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Sends emails to the configured mail server, each over a separate connection.</summary>
public sealed class SmtpTransport(SecretBox box, TimeProvider clock)
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    internal async Task<SmtpResult> Send(MailSettings settings, OutgoingEmail email, RenderedEmail sheet, EmailRecipient to, CancellationToken stop)
    {
        if (MimeMessageFactory.Recipient(to) is not { } recipient)
            return new(SmtpOutcome.RecipientRejected, null, "The email address is invalid.");
        var sender = MimeMessageFactory.Sender(settings);
        using var message = MimeMessageFactory.Create(email, sheet, sender, recipient, clock.GetUtcNow());
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(MaxDuration);
        try
        {
            using var connection = await SmtpConnection.Open(settings, Password(settings), patience.Token);
            if (MimeMessageFactory.NeedsUtf8(recipient) && !connection.Capabilities.HasFlag(SmtpCapabilities.UTF8))
                return new(SmtpOutcome.RecipientRejected, null, "The server doesn't support non-ASCII characters before the @ (SMTPUTF8).");
            await connection.Send(message, sender, recipient, Copy(sheet), patience.Token);
            await connection.End(patience.Token);
            return SmtpResult.Accepted;
        }
        catch (SmtpCommandException refusal)
        {
            return SmtpResult.Of(refusal, recipient);
        }
        catch (SmtpConnectionException error)
        {
            return SmtpResult.Unreachable(error.Message, recipient, error.Code);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return SmtpResult.Unreachable(error.Message, recipient);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return SmtpResult.Unreachable("No response within 30 seconds.", recipient);
        }
    }

    private static MailboxAddress? Copy(RenderedEmail sheet) =>
        sheet.Bcc is { } address && MimeMessageFactory.Recipient(new(null, address, null, default)) is { } mailbox && !MimeMessageFactory.NeedsUtf8(mailbox)
            ? mailbox
            : null;

    private string? Password(MailSettings settings) =>
        settings.Password is { } password ? Encoding.UTF8.GetString(box.Decrypt(MailSettings.Secret, settings.OpenedBy, password)) : null;
}
