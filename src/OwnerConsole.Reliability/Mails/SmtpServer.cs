using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Letters;

namespace OwnerConsole.Reliability.Mails;

/// <summary>Hands letters to the server that was set up, each over a connection of its own.</summary>
public sealed class SmtpServer(SecretBox box)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal async Task<SmtpAnswer> Send(MailSettings settings, Letter letter, Sheet sheet, Recipient to, CancellationToken stop)
    {
        if (!MailAddress.TryCreate(to.Address, Name(to.Name), Encoding.UTF8, out var address))
            return new(SmtpVerdict.NoRecipient, null, "This is no e-mail address.");
        using var message = Message(settings, letter, sheet, address);
        using var client = Client(settings);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            await client.SendMailAsync(message, patience.Token);
            return SmtpAnswer.Taken;
        }
        catch (SmtpException error)
        {
            return SmtpAnswer.Of(error, address.Address);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(SmtpVerdict.Away, null, "No answer within 30 seconds.");
        }
    }

    private SmtpClient Client(MailSettings settings) =>
        new(settings.Host, settings.Port)
        {
            EnableSsl = settings.Encryption is Encryption.Starttls,
            Credentials = settings is { UserName: { } user, Password: { } password }
                ? new NetworkCredential(user, Encoding.UTF8.GetString(box.Open(MailSettings.Secret, settings.OpenedBy, password)))
                : null,
        };

    private static MailMessage Message(MailSettings settings, Letter letter, Sheet sheet, MailAddress to)
    {
        var from = new MailAddress(settings.FromAddress, settings.FromName, Encoding.UTF8);
        var message = new MailMessage(from, to)
        {
            Subject = sheet.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        // The same at every attempt: where an answer got lost, the recipient's own server or program drops the second.
        message.Headers.Add("Message-ID", $"<{letter.LetterId}@{from.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(sheet.Text, Encoding.UTF8, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(sheet.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        return message;
    }

    // Names come from applications: whatever would break a header is left out.
    private static string? Name(string? name) => name is null ? null : new([.. name.Where(letter => !char.IsControl(letter)).Take(100)]);
}
