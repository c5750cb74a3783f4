using System.Net.Sockets;
using MailKit.Net.Smtp;
using MimeKit;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Emails.Transports;

/// <summary>Sends emails to the configured mail server, several in turn on a connection.</summary>
public sealed class SmtpTransport(SmtpConnectionPool pool, TimeProvider clock) : IEmailTransport
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    public MailKind Kind => MailKind.Smtp;

    public async Task<EmailResult> Send(
        MailSettings settings,
        OutgoingEmail email,
        RenderedEmail sheet,
        EmailRecipient to,
        Func<Task<bool>> claim,
        CancellationToken stop
    )
    {
        if (MimeMessageFactory.Recipient(to) is not { } recipient)
            return new(EmailOutcome.RecipientRejected, null, "The email address is invalid.");
        var sender = MimeMessageFactory.Sender(settings);
        using var message = MimeMessageFactory.Create(email, sheet, sender, recipient, clock.GetUtcNow());
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(MaxDuration);
        try
        {
            return MimeMessageFactory.NeedsUtf8(recipient)
                ? await SendAlone(settings, message, sender, recipient, MimeMessageFactory.Copy(sheet), claim, patience.Token)
                : await Send(settings, message, sender, recipient, MimeMessageFactory.Copy(sheet), claim, patience.Token);
        }
        catch (SmtpCommandException refusal)
        {
            return EmailResult.Of(Classify(refusal.ErrorCode, (int)refusal.StatusCode), (int)refusal.StatusCode, refusal.Message, recipient);
        }
        catch (SmtpConnectionException error)
        {
            return EmailResult.Unreachable(error.Message, recipient, error.Code);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return EmailResult.Unreachable(error.Message, recipient);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return EmailResult.Unreachable("No response within 30 seconds.", recipient);
        }
    }

    private async Task<EmailResult> Send(
        MailSettings settings,
        MimeMessage message,
        MailboxAddress sender,
        MailboxAddress recipient,
        MailboxAddress? copy,
        Func<Task<bool>> claim,
        CancellationToken stop
    )
    {
        if (await pool.Take(settings) is { } idle)
        {
            try
            {
                return await Send(idle, message, sender, recipient, copy, claim, stop);
            }
            catch (Exception error) when (!idle.HasStarted && error is not OperationCanceledException)
            {
                // The server ended the connection while it was idle, or accepts no more emails on it. A new connection shows whether it accepts this email.
            }
        }
        return await Send(await pool.Open(settings, stop), message, sender, recipient, copy, claim, stop);
    }

    private async Task<EmailResult> Send(
        SmtpConnection connection,
        MimeMessage message,
        MailboxAddress sender,
        MailboxAddress recipient,
        MailboxAddress? copy,
        Func<Task<bool>> claim,
        CancellationToken stop
    )
    {
        try
        {
            if (!await claim())
                return EmailResult.Withdrawn;
            await connection.Send(message, sender, recipient, copy, stop);
            return EmailResult.Accepted;
        }
        finally
        {
            await pool.Return(connection);
        }
    }

    /// <summary>Sends on a separate connection, because other emails must not require SMTPUTF8, and a connection can't change that.</summary>
    private async Task<EmailResult> SendAlone(
        MailSettings settings,
        MimeMessage message,
        MailboxAddress sender,
        MailboxAddress recipient,
        MailboxAddress? copy,
        Func<Task<bool>> claim,
        CancellationToken stop
    )
    {
        using var connection = await pool.Open(settings, stop);
        if (!connection.SupportsUtf8)
            return new(EmailOutcome.RecipientRejected, null, "The server doesn't support non-ASCII characters before the @ (SMTPUTF8).");
        if (!await claim())
            return EmailResult.Withdrawn;
        await connection.Send(message, sender, recipient, copy, stop);
        await connection.End();
        return EmailResult.Accepted;
    }

    private static EmailOutcome Classify(SmtpErrorCode step, int code) =>
        (step, code) switch
        {
            // The server is shutting down or rejects TLS or the sign-in, so other emails would fail as well.
            (_, 421 or 454 or 530 or 534 or 535 or 538) => EmailOutcome.Unreachable,
            (_, < 500) => EmailOutcome.Deferred,
            // Other codes at this step, such as 554 from a relay that rejects the console, are failures to look into, not bounces.
            (SmtpErrorCode.RecipientNotAccepted, >= 550 and <= 553) => EmailOutcome.RecipientRejected,
            _ => EmailOutcome.Rejected,
        };
}
