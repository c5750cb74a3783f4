using System.Net.Sockets;
using System.Text;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Letters;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Sends emails to the configured mail server, each over a separate connection.</summary>
public sealed class SmtpServer(SecretBox box, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal async Task<SmtpAnswer> Send(MailSettings settings, Letter letter, Sheet sheet, Recipient to, CancellationToken stop)
    {
        if (MimeLetter.Of(settings, letter, sheet, to, clock.GetUtcNow()) is not { } written)
            return new(SmtpVerdict.NoRecipient, null, "The email address is invalid.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            await using var connection = await SmtpConnection.To(settings.Host, settings.Port, patience.Token);
            var conversation = new SmtpConversation(connection, patience.Token);
            await conversation.Begin(settings, Password(settings));
            if (written.NeedsUtf8 && !conversation.TakesUtf8)
                return new(SmtpVerdict.NoRecipient, null, "The server doesn't support non-ASCII characters before the @ (SMTPUTF8).");
            await conversation.Send(written);
            await conversation.End();
            return SmtpAnswer.Taken;
        }
        catch (SmtpRefusal refusal)
        {
            return SmtpAnswer.Of(refusal, written.To);
        }
        catch (Exception error) when (error is SmtpTrouble or SocketException or IOException)
        {
            return SmtpAnswer.Away(error.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return SmtpAnswer.Away("No response within 30 seconds.");
        }
    }

    private string? Password(MailSettings settings) =>
        settings.Password is { } password ? Encoding.UTF8.GetString(box.Open(MailSettings.Secret, settings.OpenedBy, password)) : null;
}
