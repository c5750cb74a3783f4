using System.Net.Sockets;
using MailKit.Net.Smtp;
using MimeKit;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Sends emails to the configured mail server, several in turn on a connection.</summary>
public sealed class SmtpTransport(SmtpConnectionPool pool, TimeProvider clock)
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
            return MimeMessageFactory.NeedsUtf8(recipient)
                ? await SendAlone(settings, message, sender, recipient, Copy(sheet), patience.Token)
                : await Send(settings, message, sender, recipient, Copy(sheet), patience.Token);
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

    private async Task<SmtpResult> Send(
        MailSettings settings,
        MimeMessage message,
        MailboxAddress sender,
        MailboxAddress recipient,
        MailboxAddress? copy,
        CancellationToken stop
    )
    {
        if (await pool.Take(settings) is { } idle)
        {
            try
            {
                return await Send(idle, message, sender, recipient, copy, stop);
            }
            catch (Exception error) when (!idle.HasStarted && error is not OperationCanceledException)
            {
                // The server ended the connection while it was idle, or accepts no more emails on it. A new connection shows whether it accepts this email.
            }
        }
        return await Send(await pool.Open(settings, stop), message, sender, recipient, copy, stop);
    }

    private async Task<SmtpResult> Send(
        SmtpConnection connection,
        MimeMessage message,
        MailboxAddress sender,
        MailboxAddress recipient,
        MailboxAddress? copy,
        CancellationToken stop
    )
    {
        try
        {
            await connection.Send(message, sender, recipient, copy, stop);
            return SmtpResult.Accepted;
        }
        finally
        {
            await pool.Return(connection);
        }
    }

    /// <summary>Sends on a separate connection, because other emails must not require SMTPUTF8, and a connection can't change that.</summary>
    private async Task<SmtpResult> SendAlone(
        MailSettings settings,
        MimeMessage message,
        MailboxAddress sender,
        MailboxAddress recipient,
        MailboxAddress? copy,
        CancellationToken stop
    )
    {
        using var connection = await pool.Open(settings, stop);
        if (!connection.SupportsUtf8)
            return new(SmtpOutcome.RecipientRejected, null, "The server doesn't support non-ASCII characters before the @ (SMTPUTF8).");
        await connection.Send(message, sender, recipient, copy, stop);
        await connection.End();
        return SmtpResult.Accepted;
    }

    private static MailboxAddress? Copy(RenderedEmail sheet) =>
        sheet.Bcc is { } address && MimeMessageFactory.Recipient(new(null, address, null, default)) is { } mailbox && !MimeMessageFactory.NeedsUtf8(mailbox)
            ? mailbox
            : null;
}
