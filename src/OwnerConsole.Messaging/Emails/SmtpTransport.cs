using System.Net.Sockets;
using System.Text;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Identities;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Sends emails to the configured mail server, each over a separate connection.</summary>
public sealed class SmtpTransport(SecretBox box, TimeProvider clock)
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    internal async Task<SmtpResult> Send(MailSettings settings, OutgoingEmail email, RenderedEmail sheet, EmailRecipient to, CancellationToken stop)
    {
        if (MimeMessage.Of(settings, email, sheet, to, clock.GetUtcNow()) is not { } written)
            return new(SmtpOutcome.RecipientRejected, null, "The email address is invalid.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(MaxDuration);
        try
        {
            await using var connection = await SmtpConnection.Connect(settings.Host, settings.Port, patience.Token);
            var conversation = new SmtpSession(connection, patience.Token);
            await conversation.Start(settings, Password(settings));
            if (written.NeedsUtf8 && !conversation.SupportsUtf8)
                return new(SmtpOutcome.RecipientRejected, null, "The server doesn't support non-ASCII characters before the @ (SMTPUTF8).");
            await conversation.Send(written);
            await conversation.End();
            return SmtpResult.Accepted;
        }
        catch (SmtpRefusedException refusal)
        {
            return SmtpResult.Of(refusal, written.To);
        }
        catch (Exception error) when (error is SmtpConnectionException or SocketException or IOException)
        {
            return SmtpResult.Unreachable(error.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return SmtpResult.Unreachable("No response within 30 seconds.");
        }
    }

    private string? Password(MailSettings settings) =>
        settings.Password is { } password ? Encoding.UTF8.GetString(box.Decrypt(MailSettings.Secret, settings.OpenedBy, password)) : null;
}
